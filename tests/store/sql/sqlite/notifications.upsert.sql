-- gateway/store/repositories/notifications.py _UPSERT
-- uln, preference, email, telephone, organisation_id, set_at
INSERT INTO notification (uln, preference, email, telephone, organisation_id, set_at)
VALUES (?, ?, ?, ?, ?, ?)
ON CONFLICT (uln)
    DO UPDATE SET preference = excluded.preference, email = excluded.email, telephone = excluded.telephone,
            organisation_id = excluded.organisation_id, set_at = excluded.set_at
