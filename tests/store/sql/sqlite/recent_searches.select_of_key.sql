-- gateway/store/repositories/recent_searches.py _SELECT_OF_KEY
-- organisation_id_, digest_, cutoff
SELECT recent_find.at
FROM recent_find
WHERE recent_find.organisation_id = ?
    AND recent_find.digest = ?
    AND recent_find.at >= ?
