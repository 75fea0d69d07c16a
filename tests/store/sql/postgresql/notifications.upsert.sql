-- gateway/store/repositories/notifications.py _UPSERT
INSERT INTO notification (uln, preference, email, telephone, organisation_id, set_at)
VALUES (%(uln)s::VARCHAR, %(preference)s::VARCHAR, %(email)s::VARCHAR, %(telephone)s::VARCHAR,
        %(organisation_id)s::INTEGER, %(set_at)s::TIMESTAMP WITHOUT TIME ZONE)
ON CONFLICT (uln)
    DO UPDATE SET preference = excluded.preference, email = excluded.email, telephone = excluded.telephone,
            organisation_id = excluded.organisation_id, set_at = excluded.set_at
