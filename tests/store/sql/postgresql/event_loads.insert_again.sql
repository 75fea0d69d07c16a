-- gateway/store/repositories/event_loads.py _INSERT_AGAIN
INSERT INTO event_again (load_id, event_id, line)
VALUES (%(load_id)s::INTEGER, %(event_id)s::INTEGER, %(line)s::INTEGER)
ON CONFLICT DO NOTHING
