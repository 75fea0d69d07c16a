-- gateway/store/repositories/duplicates.py _COUNT_OPEN
-- status_1 = 'open', standing_1 = 'active', standing_2 = 'active'
SELECT duplicate.advice, count(*) AS pairs
FROM duplicate
JOIN learner AS one ON one.uln = duplicate.uln
JOIN learner AS other ON other.uln = duplicate.other_uln
WHERE duplicate.status = %(status_1)s::VARCHAR
    AND one.standing = %(standing_1)s::VARCHAR
    AND other.standing = %(standing_2)s::VARCHAR
GROUP BY duplicate.advice
