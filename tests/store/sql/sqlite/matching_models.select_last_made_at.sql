-- gateway/store/repositories/matching_models.py _SELECT_LAST_MADE_AT
SELECT max(matching_model.made_at) AS made_at
FROM matching_model
