-- gateway/store/repositories/audit_trail.py page, built as it runs: every condition
-- organisation_id_1 = 1, uln_1 = '3000000207', user_name_1 = 'registrar', operation_1 = <Operation.UPDATE:
-- 'update'>, code_1 = 'WSRC0004', substr_1 = 1, substr_2 = 4, substr_3 = 'WSEC', id_1 = 0, at_1 =
-- datetime.datetime(2026, 8, 25, 12, 0), id_2 = 0, at_2 = datetime.datetime(2026, 9, 1, 12, 0), id_3 = 900,
-- param_1 = 50, param_2 = 0
SELECT audit.id, audit.at, audit.call, audit.organisation_id, audit.user_name, audit.operation, audit.code,
        audit.uln, audit.reason, audit.misses, organisation.ukprn, organisation.reference
FROM audit
LEFT OUTER JOIN organisation ON organisation.id = audit.organisation_id
WHERE audit.organisation_id = ?
    AND audit.uln = ?
    AND audit.user_name = ?
    AND audit.operation = ?
    AND audit.code = ?
    AND substr(audit.code, ?, ?) = ?
    AND audit.id >= ?
    AND audit.at >= ?
    AND audit.id < ?
    AND audit.at < ?
    AND audit.id < ?
ORDER BY audit.id DESC
LIMIT ?
OFFSET ?
