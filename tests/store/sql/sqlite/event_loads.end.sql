-- gateway/store/repositories/event_loads.py _END
-- state = 'undone', new = 0, known = 0, left_out = 0, number, attempt_
UPDATE event_load
SET state=?, new=?, known=?, left_out=?
WHERE event_load.id = ?
    AND event_load.attempt = ?
    AND event_load.state = 'loading'
