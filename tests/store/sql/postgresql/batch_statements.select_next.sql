-- gateway/store/repositories/batch_statements.py SELECT_NEXT
-- param_12 = 1
SELECT batch_job.id, batch_job.token
FROM batch_job
JOIN organisation ON organisation.id = batch_job.organisation_id
WHERE batch_job.status IN ('submitted', 'running')
    AND (batch_job.leased_until IS NULL OR batch_job.leased_until <= %(now)s::TIMESTAMP WITHOUT TIME ZONE OR
            batch_job.leased_until > %(latest)s::TIMESTAMP WITHOUT TIME ZONE)
    AND organisation.suspended IS false
    AND (batch_job.kind = 'registration' AND organisation.roles LIKE '%%register%%' OR batch_job.kind =
            'verification' AND (organisation.roles LIKE '%%awarding%%' OR organisation.roles LIKE
            '%%register%%' OR organisation.roles LIKE '%%verify%%') OR batch_job.kind = 'achievement' AND
            organisation.roles LIKE '%%awarding%%')
    AND (%(misses_per_hour)s::INTEGER = 0 OR organisation.misses < %(misses_per_hour)s::INTEGER OR
            organisation.misses_since <= %(hour_ago)s::TIMESTAMP WITHOUT TIME ZONE)
ORDER BY (
    SELECT max(other.turn) AS max_1
    FROM batch_job AS other
    WHERE other.organisation_id = batch_job.organisation_id
), batch_job.id
LIMIT %(param_12)s::INTEGER
FOR UPDATE OF batch_job SKIP LOCKED
