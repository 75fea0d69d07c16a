-- gateway/store/repositories/matching_models.py _SELECT_LIVING
-- after, status_1 = 'active', most, param_1 = 0
SELECT learner.uln, learner.given_name, learner.family_name, learner.middle_name,
        learner.preferred_given_name, learner.previous_family_name, learner.family_name_at_16,
        learner.date_of_birth, learner.postcode, learner.gender, learner.email, learner.place_of_birth
FROM learner
WHERE learner.uln > ?
    AND learner.status = ?
ORDER BY learner.uln
LIMIT ?
OFFSET ?
