-- gateway/store/repositories/challenges.py _RESOLVE
UPDATE challenge
SET state=%(new_state)s::VARCHAR, resolved_at=%(now)s::TIMESTAMP WITHOUT TIME ZONE,
        resolved_by=%(new_resolved_by)s::VARCHAR, reason=%(new_reason)s::VARCHAR
WHERE challenge.reference = %(reference_)s::VARCHAR
    AND challenge.state = 'open'
