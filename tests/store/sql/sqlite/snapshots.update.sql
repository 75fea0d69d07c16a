-- gateway/store/repositories/snapshots.py _UPDATE
-- until, new_event_ids, new_email, new_reference, new_pin_hash, guid_
UPDATE snapshot
SET expires_at=?, event_ids=?, email=?, reference=?, pin_hash=?
WHERE snapshot.guid = ?
