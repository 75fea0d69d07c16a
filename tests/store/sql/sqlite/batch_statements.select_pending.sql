-- gateway/store/repositories/batch_statements.py SELECT_PENDING
-- job_id_, job_id_, at_once, param_1 = 0
SELECT batch_row.position, batch_row.given
FROM batch_row
WHERE batch_row.job_id = ?
    AND batch_row.position > (
        SELECT batch_job.done
        FROM batch_job
        WHERE batch_job.id = ?
    )
    AND batch_row.code IS NULL
ORDER BY batch_row.position
LIMIT ?
OFFSET ?
