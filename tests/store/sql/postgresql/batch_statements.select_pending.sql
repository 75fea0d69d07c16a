-- gateway/store/repositories/batch_statements.py SELECT_PENDING
SELECT batch_row.position, batch_row.given
FROM batch_row
WHERE batch_row.job_id = %(job_id_)s::BIGINT
    AND batch_row.position > (
        SELECT batch_job.done
        FROM batch_job
        WHERE batch_job.id = %(job_id_)s::BIGINT
    )
    AND batch_row.code IS NULL
ORDER BY batch_row.position
LIMIT %(at_once)s
