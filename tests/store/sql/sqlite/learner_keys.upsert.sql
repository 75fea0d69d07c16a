-- gateway/store/repositories/learner_keys.py _UPSERT
-- uln, kind, hash, organisation_id, stored_at
INSERT INTO learner_key (uln, kind, hash, organisation_id, stored_at)
VALUES (?, ?, ?, ?, ?)
ON CONFLICT (uln, kind)
    DO UPDATE SET hash = excluded.hash, stored_at = excluded.stored_at
WHERE learner_key.organisation_id = excluded.organisation_id
