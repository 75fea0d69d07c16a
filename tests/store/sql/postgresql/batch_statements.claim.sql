-- gateway/store/repositories/batch_statements.py CLAIM
-- status = 'running', max_1 = 1, token_1 = 1
UPDATE batch_job
SET status=%(status)s::VARCHAR, started_at=coalesce(batch_job.started_at, %(now)s), turn=(
    SELECT max(other.turn) + %(max_1)s::INTEGER AS anon_1
    FROM batch_job AS other
), leased_until=%(lease_end)s::TIMESTAMP WITHOUT TIME ZONE, token=(batch_job.token + %(token_1)s::INTEGER)
WHERE batch_job.id = %(job_id_)s::BIGINT
    AND batch_job.token = %(token_)s::INTEGER
    AND (batch_job.leased_until IS NULL OR batch_job.leased_until <= %(now)s::TIMESTAMP WITHOUT TIME ZONE OR
            batch_job.leased_until > %(latest)s::TIMESTAMP WITHOUT TIME ZONE)
