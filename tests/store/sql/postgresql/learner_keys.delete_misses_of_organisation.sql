-- gateway/store/repositories/learner_keys.py _DELETE_MISSES_OF_ORGANISATION
DELETE FROM learner_key_miss
WHERE learner_key_miss.uln = %(uln_)s::VARCHAR
    AND learner_key_miss.kind = %(kind_)s::VARCHAR
    AND learner_key_miss.organisation_id = %(organisation_id_)s::INTEGER
