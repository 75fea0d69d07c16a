-- gateway/store/repositories/settlements.py lock, built as it runs
-- number_1 = 100000001, kind_1 = 'registration'
SELECT batch_job.id, batch_job.number, batch_job.kind, batch_job.check_only, batch_job.submission,
        batch_job.organisation_id, batch_job.user_name, batch_job.email, batch_job.status,
        batch_job.submitted_at, batch_job.started_at, batch_job.finished_at, batch_job.size, batch_job.done,
        batch_job.turn, batch_job.leased_until, batch_job.token, organisation.ukprn
FROM batch_job
JOIN organisation ON organisation.id = batch_job.organisation_id
WHERE batch_job.number = ?
    AND batch_job.kind = ?

-- job_id_1 = 1
SELECT batch_row.job_id, batch_row.position, batch_row.given, batch_row.code, batch_row.uln, batch_row.result
FROM batch_row
WHERE batch_row.job_id = ?
ORDER BY batch_row.position

-- job_id_1 = 1, position_1 = 2
SELECT batch_row.job_id, batch_row.position, batch_row.given, batch_row.code, batch_row.uln, batch_row.result
FROM batch_row
WHERE batch_row.job_id = ?
    AND batch_row.position = ?
