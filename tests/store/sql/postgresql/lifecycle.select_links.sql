-- gateway/store/repositories/lifecycle.py _SELECT_LINKS
-- standing_1 = 'deleted', standing_2 = 'deleted'
SELECT standing_change.at, learner.uln, learner.family_name, learner.given_name, learner.date_of_birth,
        master.uln AS master_uln, master.family_name AS master_family_name,
        master.given_name AS master_given_name, master.date_of_birth AS master_date_of_birth
FROM standing_change
JOIN learner ON learner.uln = standing_change.uln
JOIN learner AS master ON master.uln = standing_change.master_uln
WHERE standing_change.change = %(change_)s::VARCHAR
    AND standing_change.at BETWEEN %(since)s::TIMESTAMP WITHOUT TIME ZONE AND %(until)s::TIMESTAMP WITHOUT
            TIME ZONE
    AND learner.standing != %(standing_1)s::VARCHAR
    AND master.standing != %(standing_2)s::VARCHAR
ORDER BY standing_change.at, standing_change.id
