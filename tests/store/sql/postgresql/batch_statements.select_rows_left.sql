-- gateway/store/repositories/batch_statements.py SELECT_ROWS_LEFT
-- status_1 = 'running'
SELECT batch_job.size > batch_job.done + %(newly_done)s::INTEGER AS "left"
FROM batch_job
WHERE batch_job.id = %(job_id_)s::BIGINT
    AND batch_job.token = %(token_)s::INTEGER
    AND batch_job.status = %(status_1)s::VARCHAR
