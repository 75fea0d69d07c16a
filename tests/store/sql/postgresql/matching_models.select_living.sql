-- gateway/store/repositories/matching_models.py _SELECT_LIVING
-- status_1 = 'active'
SELECT learner.uln, learner.given_name, learner.family_name, learner.middle_name,
        learner.preferred_given_name, learner.previous_family_name, learner.family_name_at_16,
        learner.date_of_birth, learner.postcode, learner.gender, learner.email, learner.place_of_birth
FROM learner
WHERE learner.uln > %(after)s::VARCHAR
    AND learner.status = %(status_1)s::VARCHAR
ORDER BY learner.uln
LIMIT %(most)s
