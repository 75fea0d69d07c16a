-- gateway/store/repositories/challenges.py _INSERT
INSERT INTO challenge (reference, uln, organisation_id, user_name, raised_at, state, kind, information,
        contact_name, telephone, email, event_id, source, original, other_event_id, other_source, supplied,
        resolved_at, resolved_by, reason)
VALUES (%(reference)s::VARCHAR, %(uln)s::VARCHAR, %(organisation_id)s::INTEGER, %(user_name)s::VARCHAR,
        %(raised_at)s::TIMESTAMP WITHOUT TIME ZONE, %(state)s::VARCHAR, %(kind)s::VARCHAR,
        %(information)s::VARCHAR, %(contact_name)s::VARCHAR, %(telephone)s::VARCHAR, %(email)s::VARCHAR,
        %(event_id)s::INTEGER, %(source)s::VARCHAR, %(original)s::JSON, %(other_event_id)s::INTEGER,
        %(other_source)s::VARCHAR, %(supplied)s::JSON, %(resolved_at)s::TIMESTAMP WITHOUT TIME ZONE,
        %(resolved_by)s::VARCHAR, %(reason)s::VARCHAR)
ON CONFLICT DO NOTHING
