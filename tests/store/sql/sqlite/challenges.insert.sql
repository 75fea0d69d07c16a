-- gateway/store/repositories/challenges.py _INSERT
-- reference, uln, organisation_id, user_name, raised_at, state, kind, information, contact_name, telephone,
-- email, event_id, source, original, other_event_id, other_source, supplied, resolved_at, resolved_by, reason
INSERT INTO challenge (reference, uln, organisation_id, user_name, raised_at, state, kind, information,
        contact_name, telephone, email, event_id, source, original, other_event_id, other_source, supplied,
        resolved_at, resolved_by, reason)
VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)
ON CONFLICT DO NOTHING
