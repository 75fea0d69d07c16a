-- gateway/store/repositories/challenges.py _RESOLVE
-- new_state, now, new_resolved_by, new_reason, reference_
UPDATE challenge
SET state=?, resolved_at=?, resolved_by=?, reason=?
WHERE challenge.reference = ?
    AND challenge.state = 'open'
