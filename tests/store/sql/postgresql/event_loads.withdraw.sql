-- gateway/store/repositories/event_loads.py _WITHDRAW
-- state = 'withdrawn'
UPDATE event_load
SET state=%(state)s::VARCHAR, withdrawn_at=%(now)s::TIMESTAMP WITHOUT TIME ZONE,
        withdrawn_by=%(new_withdrawn_by)s::VARCHAR, reason=%(new_reason)s::VARCHAR
WHERE event_load.id = %(number)s::INTEGER
    AND event_load.state = 'released'
