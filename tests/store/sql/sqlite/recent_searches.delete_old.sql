-- gateway/store/repositories/recent_searches.py _DELETE_OLD
-- organisation_id_, cutoff
DELETE FROM recent_find
WHERE recent_find.organisation_id = ?
    AND recent_find.at < ?
