-- gateway/store/repositories/event_loads.py _SELECT_BY_NUMBER
SELECT event_load.id, event_load.source, event_load.file_name, event_load.digest, event_load.year,
        event_load.return_number, event_load.state, event_load.attempt, event_load.after_event,
        event_load.line, event_load."new", event_load.known, event_load.left_out, event_load.by,
        event_load.begun_at, event_load.released_at, event_load.withdrawn_at, event_load.withdrawn_by,
        event_load.reason
FROM event_load
WHERE event_load.id = %(number)s::INTEGER
