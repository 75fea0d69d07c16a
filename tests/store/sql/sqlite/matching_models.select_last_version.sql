-- gateway/store/repositories/matching_models.py _SELECT_LAST_VERSION
SELECT max(matching_model.version) AS version
FROM matching_model
