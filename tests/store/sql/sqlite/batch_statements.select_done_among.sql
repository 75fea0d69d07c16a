-- gateway/store/repositories/batch_statements.py SELECT_DONE_AMONG
-- job_id_, ulns
SELECT batch_row.uln
FROM batch_row
WHERE batch_row.job_id = ?
    AND batch_row.uln IN (
        SELECT value
        FROM json_each(?)
    )
