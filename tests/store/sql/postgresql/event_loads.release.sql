-- gateway/store/repositories/event_loads.py _RELEASE
-- state = 'released'
UPDATE event_load
SET state=%(state)s::VARCHAR, released_at=%(now)s::TIMESTAMP WITHOUT TIME ZONE
WHERE event_load.id = %(number)s::INTEGER
    AND event_load.attempt = %(attempt_)s::INTEGER
    AND event_load.state = 'loading'
