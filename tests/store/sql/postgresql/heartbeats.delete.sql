-- gateway/store/repositories/heartbeats.py _DELETE
DELETE FROM heartbeat
WHERE heartbeat.kind = %(kind_)s::VARCHAR
    AND heartbeat.name = %(name_)s::VARCHAR
