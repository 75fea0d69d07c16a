-- gateway/store/repositories/lifecycle.py _INSERT
INSERT INTO status_change (at, change, uln, master_uln, by, reason)
VALUES (%(at)s::TIMESTAMP WITHOUT TIME ZONE, %(change)s::VARCHAR, %(uln)s::VARCHAR, %(master_uln)s::VARCHAR,
        %(by)s::VARCHAR, %(reason)s::VARCHAR)
RETURNING status_change.id
