-- gateway/store/repositories/heartbeats.py _UPSERT
INSERT INTO heartbeat (kind, name, at)
VALUES (%(kind)s::VARCHAR, %(name)s::VARCHAR, %(at)s::TIMESTAMP WITHOUT TIME ZONE)
ON CONFLICT (kind, name)
    DO UPDATE SET at = excluded.at
