-- gateway/store/repositories/learners.py history, built as it runs
-- uln_1 = '3000000207'
SELECT learner_history.id, learner_history.uln, learner_history.at, learner_history.organisation_id,
        learner_history.user_name, learner_history.change, learner_history."before", learner_history.call
FROM learner_history
WHERE learner_history.uln = ?
ORDER BY learner_history.id
