-- gateway/store/repositories/batches.py recent, built as it runs
-- kind_1 = 'registration', organisation_id_1 = 1, param_1 = 50
SELECT batch_job.id, batch_job.number, batch_job.kind, batch_job.check_only, batch_job.submission,
        batch_job.organisation_id, batch_job.user_name, batch_job.email, batch_job.status,
        batch_job.submitted_at, batch_job.started_at, batch_job.finished_at, batch_job.size, batch_job.done,
        batch_job.turn, batch_job.leased_until, batch_job.token
FROM batch_job
WHERE batch_job.kind = %(kind_1)s::VARCHAR
    AND batch_job.organisation_id = %(organisation_id_1)s::INTEGER
ORDER BY batch_job.id DESC
LIMIT %(param_1)s::INTEGER
