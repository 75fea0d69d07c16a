-- gateway/store/repositories/duplicates.py _INSERT
INSERT INTO duplicate (uln, other_uln, found_at, advice, score, evidence, status)
VALUES (%(uln)s::VARCHAR, %(other_uln)s::VARCHAR, %(found_at)s::TIMESTAMP WITHOUT TIME ZONE,
        %(advice)s::VARCHAR, %(score)s, %(evidence)s::JSON, %(status)s::VARCHAR)
ON CONFLICT DO NOTHING
RETURNING duplicate.id
