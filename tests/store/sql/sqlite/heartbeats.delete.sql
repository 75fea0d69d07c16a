-- gateway/store/repositories/heartbeats.py _DELETE
-- kind_, name_
DELETE FROM heartbeat
WHERE heartbeat.kind = ?
    AND heartbeat.name = ?
