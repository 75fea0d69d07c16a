-- gateway/store/repositories/audit.py _SELECT_SHOWN_TO_ORGANISATION
-- param_2 = 1
SELECT audit.id
FROM audit
WHERE audit.uln = %(uln_)s::VARCHAR
    AND audit.organisation_id = %(organisation_id_)s::INTEGER
    AND audit.operation = 'find-by-demographics'
    AND audit.at > %(since)s::TIMESTAMP WITHOUT TIME ZONE
LIMIT %(param_2)s::INTEGER
