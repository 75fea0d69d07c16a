-- gateway/store/repositories/matching_models.py _INSERT
INSERT INTO matching_model (version, made_at, learners, parameters)
VALUES (%(version)s::INTEGER, %(made_at)s::TIMESTAMP WITHOUT TIME ZONE, %(learners)s::BIGINT,
        %(parameters)s::VARCHAR)
