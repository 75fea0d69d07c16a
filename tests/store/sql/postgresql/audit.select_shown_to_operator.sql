-- gateway/store/repositories/audit.py _SELECT_SHOWN_TO_OPERATOR
-- param_3 = 1
SELECT audit.id
FROM audit
WHERE audit.uln = %(uln_)s::VARCHAR
    AND audit.organisation_id IS NULL
    AND audit.operation IN ('find-learner', 'show-batch')
    AND audit.at > %(since)s::TIMESTAMP WITHOUT TIME ZONE
LIMIT %(param_3)s::INTEGER
