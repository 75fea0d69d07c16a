-- gateway/store/repositories/batch_statements.py HOLD
-- status_1 = 'running'
UPDATE batch_job
SET token=batch_job.token
WHERE batch_job.id = %(job_id_)s::BIGINT
    AND batch_job.token = %(token_)s::INTEGER
    AND batch_job.status = %(status_1)s::VARCHAR
