-- gateway/store/repositories/lifecycle.py _SELECT_LINKS
-- change_, since, until, status_1 = 'deleted', status_2 = 'deleted'
SELECT status_change.at, learner.uln, learner.family_name, learner.given_name, learner.date_of_birth,
        master.uln AS master_uln, master.family_name AS master_family_name,
        master.given_name AS master_given_name, master.date_of_birth AS master_date_of_birth
FROM status_change
JOIN learner ON learner.uln = status_change.uln
JOIN learner AS master ON master.uln = status_change.master_uln
WHERE status_change.change = ?
    AND status_change.at BETWEEN ? AND ?
    AND learner.status != ?
    AND master.status != ?
ORDER BY status_change.at, status_change.id
