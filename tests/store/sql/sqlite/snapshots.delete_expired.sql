-- gateway/store/repositories/snapshots.py _DELETE_EXPIRED
-- uln_, now
DELETE FROM snapshot
WHERE snapshot.uln = ?
    AND snapshot.expires_at <= ?
