-- gateway/store/repositories/event_loads.py _ADD_COUNTS
UPDATE event_load
SET line=%(new_line)s::INTEGER, "new"=(event_load."new" + %(more_new)s::INTEGER), known=(event_load.known +
        %(more_known)s::INTEGER), left_out=(event_load.left_out + %(more_left_out)s::INTEGER)
WHERE event_load.id = %(number)s::INTEGER
    AND event_load.attempt = %(attempt_)s::INTEGER
    AND event_load.state = 'loading'
