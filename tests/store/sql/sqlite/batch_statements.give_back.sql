-- gateway/store/repositories/batch_statements.py GIVE_BACK
-- newly_done, leased_until = None, job_id_, token_, status_1 = 'running'
UPDATE batch_job
SET done=(batch_job.done + ?), leased_until=?
WHERE batch_job.id = ?
    AND batch_job.token = ?
    AND batch_job.status = ?
