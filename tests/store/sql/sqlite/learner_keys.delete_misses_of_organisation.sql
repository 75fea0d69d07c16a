-- gateway/store/repositories/learner_keys.py _DELETE_MISSES_OF_ORGANISATION
-- uln_, kind_, organisation_id_
DELETE FROM learner_key_miss
WHERE learner_key_miss.uln = ?
    AND learner_key_miss.kind = ?
    AND learner_key_miss.organisation_id = ?
