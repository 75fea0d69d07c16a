-- gateway/store/repositories/audit.py _SELECT_ANY_CALL
-- param_7 = 1
SELECT audit.id
FROM audit
WHERE audit.id > %(seen)s::BIGINT
    AND audit.id <= %(last)s::BIGINT
    AND (audit.operation NOT IN ('read-achievements', 'read-batch', 'read-verify-batch',
            'submit-achievements', 'submit-batch', 'submit-verify-batch'))
LIMIT %(param_7)s::INTEGER
