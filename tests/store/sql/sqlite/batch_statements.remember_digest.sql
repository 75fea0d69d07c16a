-- gateway/store/repositories/batch_statements.py REMEMBER_DIGEST
-- organisation_id, digest, job_id, at, cutoff
INSERT INTO batch_digest (organisation_id, digest, job_id, at)
VALUES (?, ?, ?, ?)
ON CONFLICT (organisation_id, digest)
    DO UPDATE SET job_id = excluded.job_id, at = excluded.at
WHERE batch_digest.at < ?
