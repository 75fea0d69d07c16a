-- gateway/store/repositories/challenges.py _SELECT_OF_ULNS
-- state_1 = 'withdrawn'
SELECT challenge.reference, challenge.uln, challenge.organisation_id, challenge.user_name,
        challenge.raised_at, challenge.state, challenge.kind, challenge.information, challenge.contact_name,
        challenge.telephone, challenge.email, challenge.event_id, challenge.source, challenge.original,
        challenge.other_event_id, challenge.other_source, challenge.supplied, challenge.resolved_at,
        challenge.resolved_by, challenge.reason
FROM challenge
WHERE challenge.uln = ANY (%(ulns)s::TEXT[])
    AND challenge.organisation_id = %(organisation_id_)s::INTEGER
    AND challenge.state != %(state_1)s::VARCHAR
    AND challenge.raised_at BETWEEN %(since)s::TIMESTAMP WITHOUT TIME ZONE AND %(until)s::TIMESTAMP WITHOUT
            TIME ZONE
ORDER BY challenge.raised_at, challenge.reference
