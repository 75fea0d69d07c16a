-- gateway/store/repositories/event_loads.py _SELECT_LAST_EVENT
-- coalesce_2 = 0
SELECT coalesce(max(learning_event.id), %(coalesce_2)s::INTEGER) AS coalesce_1
FROM learning_event
