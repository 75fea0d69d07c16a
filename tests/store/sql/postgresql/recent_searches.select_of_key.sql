-- gateway/store/repositories/recent_searches.py _SELECT_OF_KEY
SELECT recent_find.at
FROM recent_find
WHERE recent_find.organisation_id = %(organisation_id_)s::INTEGER
    AND recent_find.digest = %(digest_)s::VARCHAR
    AND recent_find.at >= %(cutoff)s::TIMESTAMP WITHOUT TIME ZONE
