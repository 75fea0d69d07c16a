-- gateway/store/repositories/audit_trail.py _SELECT_FIRST_FROM_ID
-- least, param_1 = 1, param_2 = 0
SELECT audit.id, audit.at
FROM audit
WHERE audit.id >= ?
ORDER BY audit.id
LIMIT ?
OFFSET ?
