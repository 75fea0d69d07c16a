-- gateway/store/repositories/duplicates.py _DELETE_OPEN
-- id_, status_1 = 'open'
DELETE FROM duplicate
WHERE duplicate.id = ?
    AND duplicate.status = ?
