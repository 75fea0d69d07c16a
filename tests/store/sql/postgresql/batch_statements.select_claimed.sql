-- gateway/store/repositories/batch_statements.py SELECT_CLAIMED
SELECT batch_job.number, batch_job.kind, batch_job.check_only, batch_job.submission, batch_job.user_name,
        organisation.ukprn
FROM batch_job
JOIN organisation ON organisation.id = batch_job.organisation_id
WHERE batch_job.id = %(job_id_)s::BIGINT
