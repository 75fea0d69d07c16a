-- gateway/store/repositories/duplicates.py _COUNT_OPEN
-- status_1 = 'open', standing_1 = 'active', standing_2 = 'active'
SELECT duplicate.advice, count(*) AS pairs
FROM duplicate
JOIN learner AS one ON one.uln = duplicate.uln
JOIN learner AS other ON other.uln = duplicate.other_uln
WHERE duplicate.status = ?
    AND one.standing = ?
    AND other.standing = ?
GROUP BY duplicate.advice
