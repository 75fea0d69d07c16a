-- gateway/store/repositories/snapshots.py _INSERT
INSERT INTO snapshot (guid, uln, organisation_id, made_at, expires_at, event_ids, email, reference, pin_hash,
        accessed)
VALUES (%(guid)s::VARCHAR, %(uln)s::VARCHAR, %(organisation_id)s::INTEGER, %(made_at)s::TIMESTAMP WITHOUT TIME
        ZONE, %(expires_at)s::TIMESTAMP WITHOUT TIME ZONE, %(event_ids)s::JSON, %(email)s::VARCHAR,
        %(reference)s::VARCHAR, %(pin_hash)s::VARCHAR, %(accessed)s)
