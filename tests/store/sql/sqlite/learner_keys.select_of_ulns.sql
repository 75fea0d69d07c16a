-- gateway/store/repositories/learner_keys.py _SELECT_OF_ULNS
-- organisation_id_, ulns, kind_
SELECT learner_key.uln, learner_key.kind, learner_key.hash, coalesce(learner_key_miss.misses, 0) AS misses,
        learner_key_miss.missed_at
FROM learner_key
LEFT OUTER JOIN learner_key_miss ON learner_key_miss.uln = learner_key.uln
    AND learner_key_miss.kind = learner_key.kind
    AND learner_key_miss.organisation_id = ?
WHERE learner_key.uln IN (
    SELECT value
    FROM json_each(?)
)
    AND learner_key.kind = ?
ORDER BY learner_key.uln
