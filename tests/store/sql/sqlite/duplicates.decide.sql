-- gateway/store/repositories/duplicates.py _DECIDE
-- new_status, now, new_decided_by, new_reason, id_, status_1 = 'open'
UPDATE duplicate
SET status=?, decided_at=?, decided_by=?, reason=?
WHERE duplicate.id = ?
    AND duplicate.status = ?
