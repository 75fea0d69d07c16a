-- gateway/store/repositories/event_loads.py _WITHDRAW
-- state = 'withdrawn', now, new_withdrawn_by, new_reason, number
UPDATE event_load
SET state=?, withdrawn_at=?, withdrawn_by=?, reason=?
WHERE event_load.id = ?
    AND event_load.state = 'released'
