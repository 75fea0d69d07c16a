-- gateway/store/repositories/snapshots.py _UPDATE
UPDATE snapshot
SET expires_at=%(until)s::TIMESTAMP WITHOUT TIME ZONE, event_ids=%(new_event_ids)s::JSON,
        email=%(new_email)s::VARCHAR, reference=%(new_reference)s::VARCHAR, pin_hash=%(new_pin_hash)s::VARCHAR
WHERE snapshot.guid = %(guid_)s::VARCHAR
