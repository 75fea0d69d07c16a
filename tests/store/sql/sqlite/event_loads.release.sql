-- gateway/store/repositories/event_loads.py _RELEASE
-- state = 'released', now, number, attempt_
UPDATE event_load
SET state=?, released_at=?
WHERE event_load.id = ?
    AND event_load.attempt = ?
    AND event_load.state = 'loading'
