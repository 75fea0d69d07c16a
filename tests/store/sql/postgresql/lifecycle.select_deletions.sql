-- gateway/store/repositories/lifecycle.py _SELECT_DELETIONS
-- change_1 = 'deleted', status_1 = 'deleted'
SELECT status_change.uln, max(status_change.at) AS at
FROM status_change
JOIN learner ON learner.uln = status_change.uln
WHERE status_change.change = %(change_1)s::VARCHAR
    AND status_change.at BETWEEN %(since)s::TIMESTAMP WITHOUT TIME ZONE AND %(until)s::TIMESTAMP WITHOUT TIME
            ZONE
    AND learner.status = %(status_1)s::VARCHAR
GROUP BY status_change.uln
ORDER BY max(status_change.at), status_change.uln
