-- gateway/store/repositories/batches.py results, built as it runs
-- job_id_1 = 1
SELECT batch_row.job_id, batch_row.position, batch_row.given, batch_row.code, batch_row.uln, batch_row.result
FROM batch_row
WHERE batch_row.job_id = %(job_id_1)s::BIGINT
    AND batch_row.code IS NOT NULL
ORDER BY batch_row.position
