-- gateway/store/repositories/duplicates.py _SELECT_BY_NUMBER
-- id_
SELECT duplicate.id, duplicate.uln, duplicate.other_uln, duplicate.found_at, duplicate.advice,
        duplicate.score, duplicate.evidence, duplicate.status, duplicate.decided_at, duplicate.decided_by,
        duplicate.reason
FROM duplicate
WHERE duplicate.id = ?
