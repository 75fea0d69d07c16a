-- gateway/store/repositories/learner_keys.py _DELETE
-- uln_, kind_, hash_
DELETE FROM learner_key
WHERE learner_key.uln = ?
    AND learner_key.kind = ?
    AND learner_key.hash = ?
