-- gateway/store/repositories/challenges.py _SELECT_OF_ULNS
-- ulns, organisation_id_, state_1 = 'withdrawn', since, until
SELECT challenge.reference, challenge.uln, challenge.organisation_id, challenge.user_name,
        challenge.raised_at, challenge.state, challenge.kind, challenge.information, challenge.contact_name,
        challenge.telephone, challenge.email, challenge.event_id, challenge.source, challenge.original,
        challenge.other_event_id, challenge.other_source, challenge.supplied, challenge.resolved_at,
        challenge.resolved_by, challenge.reason
FROM challenge
WHERE challenge.uln IN (
    SELECT value
    FROM json_each(?)
)
    AND challenge.organisation_id = ?
    AND challenge.state != ?
    AND challenge.raised_at BETWEEN ? AND ?
ORDER BY challenge.raised_at, challenge.reference
