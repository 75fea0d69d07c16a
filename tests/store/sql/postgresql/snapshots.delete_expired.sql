-- gateway/store/repositories/snapshots.py _DELETE_EXPIRED
DELETE FROM snapshot
WHERE snapshot.uln = %(uln_)s::VARCHAR
    AND snapshot.expires_at <= %(now)s::TIMESTAMP WITHOUT TIME ZONE
