-- gateway/store/repositories/learner_keys.py _COUNT_MISS
INSERT INTO learner_key_miss (uln, kind, organisation_id, misses, missed_at)
VALUES (%(uln)s::VARCHAR, %(kind)s::VARCHAR, %(organisation_id)s::INTEGER, %(misses)s::INTEGER,
        %(missed_at)s::TIMESTAMP WITHOUT TIME ZONE)
ON CONFLICT (uln, kind, organisation_id)
    DO UPDATE SET misses = (learner_key_miss.misses + 1), missed_at = excluded.missed_at
