-- gateway/store/repositories/challenges.py _SELECT_BY_STATE
-- states, most, param_1 = 0
SELECT challenge.reference, challenge.uln, challenge.organisation_id, challenge.user_name,
        challenge.raised_at, challenge.state, challenge.kind, challenge.information, challenge.contact_name,
        challenge.telephone, challenge.email, challenge.event_id, challenge.source, challenge.original,
        challenge.other_event_id, challenge.other_source, challenge.supplied, challenge.resolved_at,
        challenge.resolved_by, challenge.reason
FROM challenge
WHERE challenge.state IN (
    SELECT value
    FROM json_each(?)
)
ORDER BY challenge.raised_at, challenge.reference
LIMIT ?
OFFSET ?
