-- gateway/store/repositories/lifecycle.py _SELECT_DELETIONS
-- change_1 = 'deleted', since, until, status_1 = 'deleted'
SELECT status_change.uln, max(status_change.at) AS at
FROM status_change
JOIN learner ON learner.uln = status_change.uln
WHERE status_change.change = ?
    AND status_change.at BETWEEN ? AND ?
    AND learner.status = ?
GROUP BY status_change.uln
ORDER BY max(status_change.at), status_change.uln
