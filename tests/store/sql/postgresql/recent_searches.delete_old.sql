-- gateway/store/repositories/recent_searches.py _DELETE_OLD
DELETE FROM recent_find
WHERE recent_find.organisation_id = %(organisation_id_)s::INTEGER
    AND recent_find.at < %(cutoff)s::TIMESTAMP WITHOUT TIME ZONE
