-- gateway/store/repositories/duplicates.py _SELECT_BY_ULNS
-- ulns
SELECT duplicate.id, duplicate.uln, duplicate.other_uln, duplicate.found_at, duplicate.advice,
        duplicate.score, duplicate.evidence, duplicate.status, duplicate.decided_at, duplicate.decided_by,
        duplicate.reason
FROM duplicate
WHERE duplicate.uln IN (
    SELECT value
    FROM json_each(?)
)
