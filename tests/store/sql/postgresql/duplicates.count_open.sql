-- gateway/store/repositories/duplicates.py _COUNT_OPEN
-- status_1 = 'open', status_2 = 'active', status_3 = 'active'
SELECT duplicate.advice, count(*) AS pairs
FROM duplicate
JOIN learner AS one ON one.uln = duplicate.uln
JOIN learner AS other ON other.uln = duplicate.other_uln
WHERE duplicate.status = %(status_1)s::VARCHAR
    AND one.status = %(status_2)s::VARCHAR
    AND other.status = %(status_3)s::VARCHAR
GROUP BY duplicate.advice
