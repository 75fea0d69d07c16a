-- gateway/store/repositories/snapshots.py _DELETE
-- guid_
DELETE FROM snapshot
WHERE snapshot.guid = ?
