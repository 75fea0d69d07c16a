-- gateway/store/repositories/learners.py _INSERT_HISTORY
-- uln, at, organisation_id, user_name, change, before, call
INSERT INTO learner_history (uln, at, organisation_id, user_name, change, "before", call)
VALUES (?, ?, ?, ?, ?, ?, ?)
