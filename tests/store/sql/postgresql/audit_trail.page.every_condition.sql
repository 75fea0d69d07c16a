-- gateway/store/repositories/audit_trail.py page, built as it runs: every condition
-- organisation_id_1 = 1, uln_1 = '3000000207', user_name_1 = 'registrar', operation_1 = <Operation.UPDATE:
-- 'update'>, code_1 = 'WSRC0004', substr_1 = 1, substr_2 = 4, substr_3 = 'WSEC', id_1 = 0, at_1 =
-- datetime.datetime(2026, 8, 25, 12, 0), id_2 = 0, at_2 = datetime.datetime(2026, 9, 1, 12, 0), id_3 = 900,
-- param_1 = 50
SELECT audit.id, audit.at, audit.call, audit.organisation_id, audit.user_name, audit.operation, audit.code,
        audit.uln, audit.reason, audit.misses, organisation.ukprn, organisation.reference
FROM audit
LEFT OUTER JOIN organisation ON organisation.id = audit.organisation_id
WHERE audit.organisation_id = %(organisation_id_1)s::INTEGER
    AND audit.uln = %(uln_1)s::VARCHAR
    AND audit.user_name = %(user_name_1)s::VARCHAR
    AND audit.operation = %(operation_1)s::VARCHAR
    AND audit.code = %(code_1)s::VARCHAR
    AND substr(audit.code, %(substr_1)s::INTEGER, %(substr_2)s::INTEGER) = %(substr_3)s::VARCHAR
    AND audit.id >= %(id_1)s::BIGINT
    AND audit.at >= %(at_1)s::TIMESTAMP WITHOUT TIME ZONE
    AND audit.id < %(id_2)s::BIGINT
    AND audit.at < %(at_2)s::TIMESTAMP WITHOUT TIME ZONE
    AND audit.id < %(id_3)s::BIGINT
ORDER BY audit.id DESC
LIMIT %(param_1)s::INTEGER
