-- gateway/store/repositories/event_loads.py begin, built as it runs
-- source = 'AO', file_name = 'events.csv', digest = '(digest)', year = '', return_number = '', state =
-- 'loading', attempt = 1, after_event = 1, line = 0, new = 0, known = 0, left_out = 0, by = 'operator',
-- begun_at = datetime.datetime(2026, 9, 1, 12, 0), withdrawn_by = '', reason = ''
INSERT INTO event_load (source, file_name, digest, year, return_number, state, attempt, after_event, line,
        new, known, left_out, "by", begun_at, withdrawn_by, reason)
VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)
RETURNING id
