-- gateway/store/repositories/duplicates.py _SELECT_OPEN
-- status_1 = 'open', standing_1 = 'active', standing_2 = 'active', param_1 = 1000
SELECT duplicate.id, duplicate.uln, duplicate.other_uln, duplicate.found_at, duplicate.advice,
        duplicate.score, duplicate.evidence, duplicate.status, duplicate.decided_at, duplicate.decided_by,
        duplicate.reason
FROM duplicate
JOIN learner AS one ON one.uln = duplicate.uln
JOIN learner AS other ON other.uln = duplicate.other_uln
WHERE duplicate.id > %(after)s::BIGINT
    AND duplicate.status = %(status_1)s::VARCHAR
    AND one.standing = %(standing_1)s::VARCHAR
    AND other.standing = %(standing_2)s::VARCHAR
ORDER BY duplicate.id
LIMIT %(param_1)s::INTEGER
