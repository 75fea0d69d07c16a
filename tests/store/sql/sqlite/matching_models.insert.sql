-- gateway/store/repositories/matching_models.py _INSERT
-- version, made_at, learners, parameters
INSERT INTO matching_model (version, made_at, learners, parameters)
VALUES (?, ?, ?, ?)
