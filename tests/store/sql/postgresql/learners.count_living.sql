-- gateway/store/repositories/learners.py _COUNT_LIVING
-- standing_1 = 'active'
SELECT count(*) AS living
FROM learner
WHERE learner.standing = %(standing_1)s::VARCHAR
