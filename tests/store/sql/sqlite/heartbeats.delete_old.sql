-- gateway/store/repositories/heartbeats.py _DELETE_OLD
-- cutoff
DELETE FROM heartbeat
WHERE heartbeat.at < ?
