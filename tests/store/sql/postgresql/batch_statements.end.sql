-- gateway/store/repositories/batch_statements.py END
-- leased_until = None, status_1 = 'running'
UPDATE batch_job
SET status=%(new_status)s::VARCHAR, finished_at=%(now)s::TIMESTAMP WITHOUT TIME ZONE, done=(batch_job.done +
        %(newly_done)s::INTEGER), leased_until=%(leased_until)s::TIMESTAMP WITHOUT TIME ZONE
WHERE batch_job.id = %(job_id_)s::BIGINT
    AND batch_job.token = %(token_)s::INTEGER
    AND batch_job.status = %(status_1)s::VARCHAR
