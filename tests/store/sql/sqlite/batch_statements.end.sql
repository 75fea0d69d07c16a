-- gateway/store/repositories/batch_statements.py END
-- new_status, now, newly_done, leased_until = None, job_id_, token_, status_1 = 'running'
UPDATE batch_job
SET status=?, finished_at=?, done=(batch_job.done + ?), leased_until=?
WHERE batch_job.id = ?
    AND batch_job.token = ?
    AND batch_job.status = ?
