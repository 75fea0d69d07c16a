-- gateway/store/repositories/snapshots.py _INSERT
-- guid, uln, organisation_id, made_at, expires_at, event_ids, email, reference, pin_hash, accessed
INSERT INTO snapshot (guid, uln, organisation_id, made_at, expires_at, event_ids, email, reference, pin_hash,
        accessed)
VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?)
