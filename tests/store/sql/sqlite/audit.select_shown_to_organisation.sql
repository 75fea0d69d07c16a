-- gateway/store/repositories/audit.py _SELECT_SHOWN_TO_ORGANISATION
-- uln_, organisation_id_, since, param_2 = 1, param_3 = 0
SELECT audit.id
FROM audit
WHERE audit.uln = ?
    AND audit.organisation_id = ?
    AND audit.operation = 'find-by-demographics'
    AND audit.at > ?
LIMIT ?
OFFSET ?
