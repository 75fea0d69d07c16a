-- gateway/store/repositories/lifecycle.py _SELECT_DELETIONS
-- change_1 = 'deleted', since, until, standing_1 = 'deleted'
SELECT standing_change.uln, max(standing_change.at) AS at
FROM standing_change
JOIN learner ON learner.uln = standing_change.uln
WHERE standing_change.change = ?
    AND standing_change.at BETWEEN ? AND ?
    AND learner.standing = ?
GROUP BY standing_change.uln
ORDER BY max(standing_change.at), standing_change.uln
