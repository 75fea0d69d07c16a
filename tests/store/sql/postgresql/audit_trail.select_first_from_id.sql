-- gateway/store/repositories/audit_trail.py _SELECT_FIRST_FROM_ID
-- param_1 = 1
SELECT audit.id, audit.at
FROM audit
WHERE audit.id >= %(least)s::BIGINT
ORDER BY audit.id
LIMIT %(param_1)s::INTEGER
