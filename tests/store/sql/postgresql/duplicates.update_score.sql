-- gateway/store/repositories/duplicates.py _UPDATE_SCORE
-- status_1 = 'open'
UPDATE duplicate
SET advice=%(new_advice)s::VARCHAR, score=%(new_score)s, evidence=%(new_evidence)s::JSON
WHERE duplicate.id = %(id_)s::BIGINT
    AND duplicate.status = %(status_1)s::VARCHAR
