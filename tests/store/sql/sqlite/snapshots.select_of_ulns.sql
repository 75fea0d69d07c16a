-- gateway/store/repositories/snapshots.py _SELECT_OF_ULNS
-- ulns, organisation_id_, now, since, until, guid_, guid_, param_1 = ''
SELECT snapshot.guid, snapshot.uln, snapshot.organisation_id, snapshot.made_at, snapshot.expires_at,
        snapshot.event_ids, snapshot.email, snapshot.reference, snapshot.pin_hash, snapshot.accessed
FROM snapshot
WHERE snapshot.uln IN (
    SELECT value
    FROM json_each(?)
)
    AND snapshot.organisation_id = ?
    AND snapshot.expires_at > ?
    AND snapshot.made_at BETWEEN ? AND ?
    AND (snapshot.guid = ? OR ? = ?)
ORDER BY snapshot.made_at, snapshot.guid
