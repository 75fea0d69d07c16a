-- gateway/store/repositories/audit.py _INSERT
INSERT INTO audit (at, call, organisation_id, user_name, operation, code, uln, reason, misses)
VALUES (%(at)s::TIMESTAMP WITHOUT TIME ZONE, %(call)s::VARCHAR, %(organisation_id)s::INTEGER,
        %(user_name)s::VARCHAR, %(operation)s::VARCHAR, %(code)s::VARCHAR, %(uln)s::VARCHAR,
        %(reason)s::VARCHAR, %(misses)s::INTEGER)
RETURNING audit.id
