-- gateway/store/repositories/event_loads.py _DELETE_AGAIN
DELETE FROM event_again
WHERE event_again.load_id = %(number)s::INTEGER
