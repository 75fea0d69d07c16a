-- gateway/store/repositories/audit.py _SELECT_ANY_CALL
-- seen, last, param_7 = 1, param_8 = 0
SELECT audit.id
FROM audit
WHERE audit.id > ?
    AND audit.id <= ?
    AND (audit.operation NOT IN ('read-achievements', 'read-batch', 'read-verify-batch',
            'submit-achievements', 'submit-batch', 'submit-verify-batch'))
LIMIT ?
OFFSET ?
