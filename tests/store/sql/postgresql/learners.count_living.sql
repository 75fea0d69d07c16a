-- gateway/store/repositories/learners.py _COUNT_LIVING
-- status_1 = 'active'
SELECT count(*) AS living
FROM learner
WHERE learner.status = %(status_1)s::VARCHAR
