-- gateway/store/repositories/learner_keys.py _SELECT_OF_ULNS
SELECT learner_key.uln, learner_key.kind, learner_key.hash, coalesce(learner_key_miss.misses, 0) AS misses,
        learner_key_miss.missed_at
FROM learner_key
LEFT OUTER JOIN learner_key_miss ON learner_key_miss.uln = learner_key.uln
    AND learner_key_miss.kind = learner_key.kind
    AND learner_key_miss.organisation_id = %(organisation_id_)s::INTEGER
WHERE learner_key.uln = ANY (%(ulns)s::TEXT[])
    AND learner_key.kind = %(kind_)s::VARCHAR
ORDER BY learner_key.uln
