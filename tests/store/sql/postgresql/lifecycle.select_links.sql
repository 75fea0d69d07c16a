-- gateway/store/repositories/lifecycle.py _SELECT_LINKS
-- status_1 = 'deleted', status_2 = 'deleted'
SELECT status_change.at, learner.uln, learner.family_name, learner.given_name, learner.date_of_birth,
        master.uln AS master_uln, master.family_name AS master_family_name,
        master.given_name AS master_given_name, master.date_of_birth AS master_date_of_birth
FROM status_change
JOIN learner ON learner.uln = status_change.uln
JOIN learner AS master ON master.uln = status_change.master_uln
WHERE status_change.change = %(change_)s::VARCHAR
    AND status_change.at BETWEEN %(since)s::TIMESTAMP WITHOUT TIME ZONE AND %(until)s::TIMESTAMP WITHOUT TIME
            ZONE
    AND learner.status != %(status_1)s::VARCHAR
    AND master.status != %(status_2)s::VARCHAR
ORDER BY status_change.at, status_change.id
