-- gateway/store/repositories/heartbeats.py _COUNT_OPEN_JOBS
SELECT count(*) AS open, count(CASE WHEN (batch_job.status = 'submitted') THEN batch_job.id END) AS waiting,
        min(CASE WHEN (batch_job.status = 'submitted') THEN batch_job.submitted_at END) AS oldest
FROM batch_job
WHERE batch_job.status IN ('submitted', 'running')
