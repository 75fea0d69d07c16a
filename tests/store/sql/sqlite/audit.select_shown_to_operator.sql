-- gateway/store/repositories/audit.py _SELECT_SHOWN_TO_OPERATOR
-- uln_, since, param_3 = 1, param_4 = 0
SELECT audit.id
FROM audit
WHERE audit.uln = ?
    AND audit.organisation_id IS NULL
    AND audit.operation IN ('find-learner', 'show-batch')
    AND audit.at > ?
LIMIT ?
OFFSET ?
