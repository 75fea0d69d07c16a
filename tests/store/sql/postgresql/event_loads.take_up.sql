-- gateway/store/repositories/event_loads.py _TAKE_UP
-- attempt_1 = 1
UPDATE event_load
SET attempt=(event_load.attempt + %(attempt_1)s::INTEGER)
WHERE event_load.id = %(number)s::INTEGER
    AND event_load.attempt = %(attempt_)s::INTEGER
    AND event_load.state = 'loading'
