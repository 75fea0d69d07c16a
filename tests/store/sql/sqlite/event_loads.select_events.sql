-- gateway/store/repositories/event_loads.py _SELECT_EVENTS
-- ulns
SELECT learning_event.id, learning_event.uln, learning_event.identity, learning_event.load_id
FROM learning_event
WHERE learning_event.uln IN (
    SELECT value
    FROM json_each(?)
)
    AND learning_event.identity IS NOT NULL
