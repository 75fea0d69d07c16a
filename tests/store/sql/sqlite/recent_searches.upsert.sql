-- gateway/store/repositories/recent_searches.py _UPSERT
-- organisation_id, digest, at
INSERT INTO recent_find (organisation_id, digest, at)
VALUES (?, ?, ?)
ON CONFLICT (organisation_id, digest)
    DO UPDATE SET at = excluded.at
