-- gateway/store/repositories/heartbeats.py _DELETE_OLD
DELETE FROM heartbeat
WHERE heartbeat.at < %(cutoff)s::TIMESTAMP WITHOUT TIME ZONE
