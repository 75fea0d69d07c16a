-- gateway/store/repositories/duplicates.py _UPDATE_SCORE
-- new_advice, new_score, new_evidence, id_, status_1 = 'open'
UPDATE duplicate
SET advice=?, score=?, evidence=?
WHERE duplicate.id = ?
    AND duplicate.status = ?
