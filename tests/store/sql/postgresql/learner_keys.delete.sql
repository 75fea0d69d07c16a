-- gateway/store/repositories/learner_keys.py _DELETE
DELETE FROM learner_key
WHERE learner_key.uln = %(uln_)s::VARCHAR
    AND learner_key.kind = %(kind_)s::VARCHAR
    AND learner_key.hash = %(hash_)s::VARCHAR
