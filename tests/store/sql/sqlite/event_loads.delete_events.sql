-- gateway/store/repositories/event_loads.py _DELETE_EVENTS
-- number, after, most, param_1 = 0
DELETE FROM learning_event
WHERE learning_event.id IN (
    SELECT learning_event.id
    FROM learning_event
    WHERE learning_event.load_id = ?
        AND learning_event.id > ?
    ORDER BY learning_event.id
    LIMIT ?
    OFFSET ?
)
