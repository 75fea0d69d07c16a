-- gateway/store/repositories/learner_keys.py _COUNT_MISS
-- uln, kind, organisation_id, misses, missed_at
INSERT INTO learner_key_miss (uln, kind, organisation_id, misses, missed_at)
VALUES (?, ?, ?, ?, ?)
ON CONFLICT (uln, kind, organisation_id)
    DO UPDATE SET misses = (learner_key_miss.misses + 1), missed_at = excluded.missed_at
