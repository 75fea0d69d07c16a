-- gateway/store/repositories/audit.py _SELECT_LAST_ID
SELECT max(audit.id) AS last
FROM audit
