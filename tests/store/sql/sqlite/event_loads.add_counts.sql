-- gateway/store/repositories/event_loads.py _ADD_COUNTS
-- new_line, more_new, more_known, more_left_out, number, attempt_
UPDATE event_load
SET line=?, new=(event_load.new + ?), known=(event_load.known + ?), left_out=(event_load.left_out + ?)
WHERE event_load.id = ?
    AND event_load.attempt = ?
    AND event_load.state = 'loading'
