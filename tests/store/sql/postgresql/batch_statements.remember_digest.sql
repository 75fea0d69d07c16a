-- gateway/store/repositories/batch_statements.py REMEMBER_DIGEST
INSERT INTO batch_digest (organisation_id, digest, job_id, at)
VALUES (%(organisation_id)s::INTEGER, %(digest)s::VARCHAR, %(job_id)s::BIGINT, %(at)s::TIMESTAMP WITHOUT TIME
        ZONE)
ON CONFLICT (organisation_id, digest)
    DO UPDATE SET job_id = excluded.job_id, at = excluded.at
WHERE batch_digest.at < %(cutoff)s::TIMESTAMP WITHOUT TIME ZONE
