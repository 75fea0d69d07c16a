-- gateway/store/repositories/duplicates.py _KEEP_APART
INSERT INTO duplicate (uln, other_uln, found_at, advice, score, evidence, status, decided_at, decided_by,
        reason)
VALUES (%(uln)s::VARCHAR, %(other_uln)s::VARCHAR, %(found_at)s::TIMESTAMP WITHOUT TIME ZONE,
        %(advice)s::VARCHAR, %(score)s, %(evidence)s::JSON, %(status)s::VARCHAR, %(decided_at)s::TIMESTAMP
        WITHOUT TIME ZONE, %(decided_by)s::VARCHAR, %(reason)s::VARCHAR)
ON CONFLICT (uln, other_uln)
    DO UPDATE SET status = excluded.status, decided_at = excluded.decided_at, decided_by =
            excluded.decided_by, reason = excluded.reason
RETURNING duplicate.id
