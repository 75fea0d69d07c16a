-- gateway/store/repositories/consents.py _INSERT
INSERT INTO consent_change (uln, at, held, given, notice, operation, call, organisation_id, user_name)
VALUES (%(uln)s::VARCHAR, %(at)s::TIMESTAMP WITHOUT TIME ZONE, %(held)s::SMALLINT, %(given)s::SMALLINT,
        %(notice)s::VARCHAR, %(operation)s::VARCHAR, %(call)s::VARCHAR, %(organisation_id)s::INTEGER,
        %(user_name)s::VARCHAR)
RETURNING consent_change.id
