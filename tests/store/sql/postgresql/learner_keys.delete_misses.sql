-- gateway/store/repositories/learner_keys.py _DELETE_MISSES
DELETE FROM learner_key_miss
WHERE learner_key_miss.uln = %(uln_)s::VARCHAR
    AND learner_key_miss.kind = %(kind_)s::VARCHAR
