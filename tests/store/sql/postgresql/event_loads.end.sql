-- gateway/store/repositories/event_loads.py _END
-- state = 'undone', new = 0, known = 0, left_out = 0
UPDATE event_load
SET state=%(state)s::VARCHAR, "new"=%(new)s::INTEGER, known=%(known)s::INTEGER, left_out=%(left_out)s::INTEGER
WHERE event_load.id = %(number)s::INTEGER
    AND event_load.attempt = %(attempt_)s::INTEGER
    AND event_load.state = 'loading'
