-- gateway/store/repositories/batch_statements.py HOLD
-- job_id_, token_, status_1 = 'running'
UPDATE batch_job
SET token=batch_job.token
WHERE batch_job.id = ?
    AND batch_job.token = ?
    AND batch_job.status = ?
