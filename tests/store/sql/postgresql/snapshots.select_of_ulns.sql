-- gateway/store/repositories/snapshots.py _SELECT_OF_ULNS
-- param_1 = ''
SELECT snapshot.guid, snapshot.uln, snapshot.organisation_id, snapshot.made_at, snapshot.expires_at,
        snapshot.event_ids, snapshot.email, snapshot.reference, snapshot.pin_hash, snapshot.accessed
FROM snapshot
WHERE snapshot.uln = ANY (%(ulns)s::TEXT[])
    AND snapshot.organisation_id = %(organisation_id_)s::INTEGER
    AND snapshot.expires_at > %(now)s::TIMESTAMP WITHOUT TIME ZONE
    AND snapshot.made_at BETWEEN %(since)s::TIMESTAMP WITHOUT TIME ZONE AND %(until)s::TIMESTAMP WITHOUT TIME
            ZONE
    AND (snapshot.guid = %(guid_)s::VARCHAR OR %(guid_)s = %(param_1)s::VARCHAR)
ORDER BY snapshot.made_at, snapshot.guid
