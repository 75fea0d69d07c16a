-- gateway/store/repositories/event_loads.py _TAKE_UP
-- attempt_1 = 1, number, attempt_
UPDATE event_load
SET attempt=(event_load.attempt + ?)
WHERE event_load.id = ?
    AND event_load.attempt = ?
    AND event_load.state = 'loading'
