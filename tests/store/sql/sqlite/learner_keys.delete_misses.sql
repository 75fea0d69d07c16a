-- gateway/store/repositories/learner_keys.py _DELETE_MISSES
-- uln_, kind_
DELETE FROM learner_key_miss
WHERE learner_key_miss.uln = ?
    AND learner_key_miss.kind = ?
