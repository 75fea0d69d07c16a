-- gateway/store/repositories/learner_keys.py _UPSERT
INSERT INTO learner_key (uln, kind, hash, organisation_id, stored_at)
VALUES (%(uln)s::VARCHAR, %(kind)s::VARCHAR, %(hash)s::VARCHAR, %(organisation_id)s::INTEGER,
        %(stored_at)s::TIMESTAMP WITHOUT TIME ZONE)
ON CONFLICT (uln, kind)
    DO UPDATE SET hash = excluded.hash, stored_at = excluded.stored_at
WHERE learner_key.organisation_id = excluded.organisation_id
