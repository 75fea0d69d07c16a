-- gateway/store/repositories/event_loads.py begin, built as it runs
-- source = 'AO', file_name = 'events.csv', digest = '(digest)', year = '', return_number = '', state =
-- 'loading', attempt = 1, after_event = 1, line = 0, new = 0, known = 0, left_out = 0, by = 'operator',
-- begun_at = datetime.datetime(2026, 9, 1, 12, 0), withdrawn_by = '', reason = ''
INSERT INTO event_load (source, file_name, digest, year, return_number, state, attempt, after_event, line,
        "new", known, left_out, by, begun_at, withdrawn_by, reason)
VALUES (%(source)s::VARCHAR, %(file_name)s::VARCHAR, %(digest)s::VARCHAR, %(year)s::VARCHAR,
        %(return_number)s::VARCHAR, %(state)s::VARCHAR, %(attempt)s::INTEGER, %(after_event)s::INTEGER,
        %(line)s::INTEGER, %(new)s::INTEGER, %(known)s::INTEGER, %(left_out)s::INTEGER, %(by)s::VARCHAR,
        %(begun_at)s::TIMESTAMP WITHOUT TIME ZONE, %(withdrawn_by)s::VARCHAR, %(reason)s::VARCHAR)
RETURNING event_load.id
