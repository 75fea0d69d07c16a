-- gateway/store/repositories/batch_statements.py SELECT_NEXT
-- now, latest, misses_per_hour, misses_per_hour, hour_ago, param_12 = 1, param_13 = 0
SELECT batch_job.id, batch_job.token
FROM batch_job
JOIN organisation ON organisation.id = batch_job.organisation_id
WHERE batch_job.status IN ('submitted', 'running')
    AND (batch_job.leased_until IS NULL OR batch_job.leased_until <= ? OR batch_job.leased_until > ?)
    AND organisation.suspended IS 0
    AND (batch_job.kind = 'registration' AND organisation.roles LIKE '%register%' OR batch_job.kind =
            'verification' AND (organisation.roles LIKE '%awarding%' OR organisation.roles LIKE '%register%'
            OR organisation.roles LIKE '%verify%') OR batch_job.kind = 'achievement' AND organisation.roles
            LIKE '%awarding%')
    AND (? = 0 OR organisation.misses < ? OR organisation.misses_since <= ?)
ORDER BY (
    SELECT max(other.turn) AS max_1
    FROM batch_job AS other
    WHERE other.organisation_id = batch_job.organisation_id
), batch_job.id
LIMIT ?
OFFSET ?
