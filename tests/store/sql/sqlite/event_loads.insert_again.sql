-- gateway/store/repositories/event_loads.py _INSERT_AGAIN
-- load_id, event_id, line
INSERT INTO event_again (load_id, event_id, line)
VALUES (?, ?, ?)
ON CONFLICT DO NOTHING
