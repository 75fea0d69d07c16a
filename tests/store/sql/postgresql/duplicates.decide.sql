-- gateway/store/repositories/duplicates.py _DECIDE
-- status_1 = 'open'
UPDATE duplicate
SET status=%(new_status)s::VARCHAR, decided_at=%(now)s::TIMESTAMP WITHOUT TIME ZONE,
        decided_by=%(new_decided_by)s::VARCHAR, reason=%(new_reason)s::VARCHAR
WHERE duplicate.id = %(id_)s::BIGINT
    AND duplicate.status = %(status_1)s::VARCHAR
