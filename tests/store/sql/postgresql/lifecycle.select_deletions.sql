-- gateway/store/repositories/lifecycle.py _SELECT_DELETIONS
-- change_1 = 'deleted', standing_1 = 'deleted'
SELECT standing_change.uln, max(standing_change.at) AS at
FROM standing_change
JOIN learner ON learner.uln = standing_change.uln
WHERE standing_change.change = %(change_1)s::VARCHAR
    AND standing_change.at BETWEEN %(since)s::TIMESTAMP WITHOUT TIME ZONE AND %(until)s::TIMESTAMP WITHOUT
            TIME ZONE
    AND learner.standing = %(standing_1)s::VARCHAR
GROUP BY standing_change.uln
ORDER BY max(standing_change.at), standing_change.uln
