-- gateway/store/repositories/challenges.py _WITHDRAW
-- contact_name = '', telephone = '', email = ''
UPDATE challenge
SET state=%(new_state)s::VARCHAR, contact_name=%(contact_name)s::VARCHAR, telephone=%(telephone)s::VARCHAR,
        email=%(email)s::VARCHAR, resolved_at=%(now)s::TIMESTAMP WITHOUT TIME ZONE,
        resolved_by=%(new_resolved_by)s::VARCHAR, reason=%(new_reason)s::VARCHAR
WHERE challenge.reference = %(reference_)s::VARCHAR
    AND challenge.state = 'open'
