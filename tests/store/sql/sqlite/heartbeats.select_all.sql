-- gateway/store/repositories/heartbeats.py _SELECT_ALL
SELECT heartbeat.kind, heartbeat.name, heartbeat.at
FROM heartbeat
ORDER BY heartbeat.kind, heartbeat.at DESC
