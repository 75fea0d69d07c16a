-- gateway/store/repositories/lifecycle.py lock, built as it runs
-- uln_1_1 = '3000000207', uln_1_2 = '3000000401'
SELECT learner.uln
FROM learner
WHERE learner.uln IN (%(uln_1_1)s::VARCHAR, %(uln_1_2)s::VARCHAR)
ORDER BY learner.uln FOR NO KEY
UPDATE
