-- gateway/store/repositories/duplicates.py _SELECT_OPEN_BY_SCORE
-- status_1 = 'open', status_2 = 'active', status_3 = 'active'
SELECT duplicate.id, duplicate.uln, duplicate.other_uln, duplicate.found_at, duplicate.advice,
        duplicate.score, duplicate.evidence, duplicate.status, duplicate.decided_at, duplicate.decided_by,
        duplicate.reason
FROM duplicate
JOIN learner AS one ON one.uln = duplicate.uln
JOIN learner AS other ON other.uln = duplicate.other_uln
WHERE duplicate.id > %(after)s::BIGINT
    AND duplicate.status = %(status_1)s::VARCHAR
    AND one.status = %(status_2)s::VARCHAR
    AND other.status = %(status_3)s::VARCHAR
    AND duplicate.advice = ANY (%(advices)s::TEXT[])
ORDER BY duplicate.score DESC, duplicate.id
LIMIT %(most)s
