-- gateway/store/repositories/learners.py _SELECT_ANY_HOLDER
-- param_2 = 1
SELECT learner.uln
FROM learner
WHERE learner.date_of_birth = %(date_of_birth_)s::DATE
    AND learner.family_key = %(family_key_)s::VARCHAR
    AND learner.given_key = %(given_key_)s::VARCHAR
    AND learner.postcode_key = %(postcode_key_)s::VARCHAR
    AND learner.gender = %(gender_)s::SMALLINT
    AND learner.status != 'deleted'
LIMIT %(param_2)s::INTEGER
