-- gateway/store/repositories/audit.py _SELECT_OUTCOMES
-- ulns, organisation_id_
SELECT DISTINCT audit.operation, audit.code
FROM audit
WHERE audit.uln IN (
    SELECT value
    FROM json_each(?)
)
    AND audit.organisation_id = ?
