-- gateway/store/repositories/heartbeats.py _UPSERT
-- kind, name, at
INSERT INTO heartbeat (kind, name, at)
VALUES (?, ?, ?)
ON CONFLICT (kind, name)
    DO UPDATE SET at = excluded.at
