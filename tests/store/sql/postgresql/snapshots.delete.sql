-- gateway/store/repositories/snapshots.py _DELETE
DELETE FROM snapshot
WHERE snapshot.guid = %(guid_)s::VARCHAR
