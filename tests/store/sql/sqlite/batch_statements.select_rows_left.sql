-- gateway/store/repositories/batch_statements.py SELECT_ROWS_LEFT
-- newly_done, job_id_, token_, status_1 = 'running'
SELECT batch_job.size > batch_job.done + ? AS "left"
FROM batch_job
WHERE batch_job.id = ?
    AND batch_job.token = ?
    AND batch_job.status = ?
