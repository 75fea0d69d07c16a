-- gateway/store/repositories/audit_trail.py page, built as it runs
-- param_1 = 50
SELECT audit.id, audit.at, audit.call, audit.organisation_id, audit.user_name, audit.operation, audit.code,
        audit.uln, audit.reason, audit.misses, organisation.ukprn, organisation.reference
FROM audit
LEFT OUTER JOIN organisation ON organisation.id = audit.organisation_id
ORDER BY audit.id DESC
LIMIT %(param_1)s::INTEGER
