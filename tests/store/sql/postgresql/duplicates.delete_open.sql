-- gateway/store/repositories/duplicates.py _DELETE_OPEN
-- status_1 = 'open'
DELETE FROM duplicate
WHERE duplicate.id = %(id_)s::BIGINT
    AND duplicate.status = %(status_1)s::VARCHAR
