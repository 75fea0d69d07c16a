-- gateway/store/repositories/event_loads.py _DELETE_EVENTS
DELETE FROM learning_event
WHERE learning_event.id IN (
    SELECT learning_event.id
    FROM learning_event
    WHERE learning_event.load_id = %(number)s::INTEGER
        AND learning_event.id > %(after)s::INTEGER
    ORDER BY learning_event.id
    LIMIT %(most)s
)
