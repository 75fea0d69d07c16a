-- gateway/store/repositories/recent_searches.py _UPSERT
INSERT INTO recent_find (organisation_id, digest, at)
VALUES (%(organisation_id)s::INTEGER, %(digest)s::VARCHAR, %(at)s::TIMESTAMP WITHOUT TIME ZONE)
ON CONFLICT (organisation_id, digest)
    DO UPDATE SET at = excluded.at
