-- gateway/store/repositories/audit_trail.py _SELECT_LAST_ID
SELECT max(audit.id) AS max_1
FROM audit
