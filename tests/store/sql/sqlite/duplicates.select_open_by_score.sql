-- gateway/store/repositories/duplicates.py _SELECT_OPEN_BY_SCORE
-- after, status_1 = 'open', status_2 = 'active', status_3 = 'active', advices, most, param_1 = 0
SELECT duplicate.id, duplicate.uln, duplicate.other_uln, duplicate.found_at, duplicate.advice,
        duplicate.score, duplicate.evidence, duplicate.status, duplicate.decided_at, duplicate.decided_by,
        duplicate.reason
FROM duplicate
JOIN learner AS one ON one.uln = duplicate.uln
JOIN learner AS other ON other.uln = duplicate.other_uln
WHERE duplicate.id > ?
    AND duplicate.status = ?
    AND one.status = ?
    AND other.status = ?
    AND duplicate.advice IN (
        SELECT value
        FROM json_each(?)
    )
ORDER BY duplicate.score DESC, duplicate.id
LIMIT ?
OFFSET ?
