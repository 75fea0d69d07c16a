-- gateway/store/repositories/event_loads.py _SELECT_EVENTS
SELECT learning_event.id, learning_event.uln, learning_event.identity, learning_event.load_id
FROM learning_event
WHERE learning_event.uln = ANY (%(ulns)s::TEXT[])
    AND learning_event.identity IS NOT NULL
