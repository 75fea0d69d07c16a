-- gateway/store/repositories/learners.py _INSERT_HISTORY
INSERT INTO learner_history (uln, at, organisation_id, user_name, change, before, call)
VALUES (%(uln)s::VARCHAR, %(at)s::TIMESTAMP WITHOUT TIME ZONE, %(organisation_id)s::INTEGER,
        %(user_name)s::VARCHAR, %(change)s::VARCHAR, %(before)s::JSON, %(call)s::VARCHAR)
RETURNING learner_history.id
