-- gateway/store/repositories/matching_models.py _SELECT_PARAMETERS
-- version_
SELECT matching_model.parameters
FROM matching_model
WHERE matching_model.version = ?
