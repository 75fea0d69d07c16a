-- gateway/store/repositories/batches.py submit, built as it runs
-- organisation_id_1 = 1, digest_1 = '2851083233680762da331b557ea61f3f62df766238c3c3d1cec27907cb35ea14', at_1
-- = datetime.datetime(2026, 8, 31, 12, 0)
SELECT batch_job.number
FROM batch_job
JOIN batch_digest ON batch_digest.job_id = batch_job.id
WHERE batch_digest.organisation_id = ?
    AND batch_digest.digest = ?
    AND batch_digest.at >= ?
