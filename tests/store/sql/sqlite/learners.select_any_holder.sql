-- gateway/store/repositories/learners.py _SELECT_ANY_HOLDER
-- date_of_birth_, family_key_, given_key_, postcode_key_, gender_, param_2 = 1, param_3 = 0
SELECT learner.uln
FROM learner
WHERE learner.date_of_birth = ?
    AND learner.family_key = ?
    AND learner.given_key = ?
    AND learner.postcode_key = ?
    AND learner.gender = ?
    AND learner.status != 'deleted'
LIMIT ?
OFFSET ?
