-- gateway/store/repositories/challenges.py _WITHDRAW
-- new_state, contact_name = '', telephone = '', email = '', now, new_resolved_by, new_reason, reference_
UPDATE challenge
SET state=?, contact_name=?, telephone=?, email=?, resolved_at=?, resolved_by=?, reason=?
WHERE challenge.reference = ?
    AND challenge.state = 'open'
