-- gateway/store/repositories/duplicates.py _COUNT_OPEN
-- status_1 = 'open', status_2 = 'active', status_3 = 'active'
SELECT duplicate.advice, count(*) AS pairs
FROM duplicate
JOIN learner AS one ON one.uln = duplicate.uln
JOIN learner AS other ON other.uln = duplicate.other_uln
WHERE duplicate.status = ?
    AND one.status = ?
    AND other.status = ?
GROUP BY duplicate.advice
