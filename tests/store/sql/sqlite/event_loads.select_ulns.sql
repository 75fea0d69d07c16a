-- gateway/store/repositories/event_loads.py _SELECT_ULNS
-- ulns
SELECT learner.uln
FROM learner
WHERE learner.uln IN (
    SELECT value
    FROM json_each(?)
)
