-- gateway/store/repositories/learners.py _SELECT_CANDIDATES
-- born, twin, families, givens, formers, formers, initials, substr_1 = 1, district, district, district,
-- family_ending, given_ending, near, initials, home, families, givens, formers, formers, initials, year, day,
-- home, own_families, given, year, own_families, given, year, own_families, given, day, own_families, given,
-- day, own_families, others, year, own_families, others, year, own_families, year, own_families, given, year,
-- own_families, own_families, born, born, own_families, given, own_families, given, family_name, given_name,
-- family_name, given_name, status_1 = 'deleted'
SELECT learner.uln, learner.status, learner.master_uln, learner.family_key, learner.given_key,
        learner.postcode_key, learner.given_name, learner.family_name, learner.middle_name,
        learner.preferred_given_name, learner.previous_family_name, learner.family_name_at_16,
        learner.date_of_birth, learner.postcode, learner.gender, learner.email, learner.place_of_birth
FROM learner
WHERE learner.uln IN (
    SELECT learner.uln
    FROM learner
    WHERE learner.date_of_birth IN (?, ?)
        AND (learner.family_sound IN (
            SELECT value
            FROM json_each(?)
        ) OR learner.given_sound IN (
            SELECT value
            FROM json_each(?)
        ) OR learner.former_sound1 IN (
            SELECT value
            FROM json_each(?)
        ) OR learner.former_sound2 IN (
            SELECT value
            FROM json_each(?)
        ) OR learner.initials = ? OR substr(learner.postcode_key, ?, length(?)) = ? AND
                length(learner.postcode_key) = length(?) + 3 OR substr(learner.family_sound, 2) = ? AND
                substr(learner.given_sound, 2) = ?)
    UNION
    SELECT learner.uln
    FROM learner
    WHERE learner.date_of_birth IN (
        SELECT value
        FROM json_each(?)
    )
        AND learner.initials = ?
    UNION
    SELECT learner.uln
    FROM learner
    WHERE learner.postcode_key = ?
        AND (learner.family_sound IN (
            SELECT value
            FROM json_each(?)
        ) OR learner.given_sound IN (
            SELECT value
            FROM json_each(?)
        ) OR learner.former_sound1 IN (
            SELECT value
            FROM json_each(?)
        ) OR learner.former_sound2 IN (
            SELECT value
            FROM json_each(?)
        ) OR learner.initials = ? OR learner.birth_year = ? OR learner.birth_day = ?)
        AND NOT (EXISTS (
            SELECT 1 AS anon_1
            FROM learner
            WHERE learner.postcode_key = ?
            LIMIT 1
            OFFSET 50
        ))
    UNION
    SELECT learner.uln
    FROM learner
    WHERE learner.family_sound IN (
        SELECT value
        FROM json_each(?)
    )
        AND learner.given_sound = ?
        AND learner.birth_year = ?
        AND NOT (EXISTS (
            SELECT 1 AS anon_2
            FROM learner
            WHERE learner.family_sound IN (
                SELECT value
                FROM json_each(?)
            )
                AND learner.given_sound = ?
                AND learner.birth_year = ?
            LIMIT 1
            OFFSET 50
        ))
    UNION
    SELECT learner.uln
    FROM learner
    WHERE learner.family_sound IN (
        SELECT value
        FROM json_each(?)
    )
        AND learner.given_sound = ?
        AND learner.birth_day = ?
        AND NOT (EXISTS (
            SELECT 1 AS anon_3
            FROM learner
            WHERE learner.family_sound IN (
                SELECT value
                FROM json_each(?)
            )
                AND learner.given_sound = ?
                AND learner.birth_day = ?
            LIMIT 1
            OFFSET 50
        ))
    UNION
    SELECT learner.uln
    FROM learner
    WHERE learner.family_sound IN (
        SELECT value
        FROM json_each(?)
    )
        AND learner.given_sound IN (
            SELECT value
            FROM json_each(?)
        )
        AND learner.birth_year = ?
        AND NOT (EXISTS (
            SELECT 1 AS anon_4
            FROM learner
            WHERE learner.family_sound IN (
                SELECT value
                FROM json_each(?)
            )
                AND learner.given_sound IN (
                    SELECT value
                    FROM json_each(?)
                )
                AND learner.birth_year = ?
            LIMIT 1
            OFFSET 50
        ))
    UNION
    SELECT learner.uln
    FROM learner
    WHERE learner.family_sound IN (
        SELECT value
        FROM json_each(?)
    )
        AND learner.birth_year = ?
        AND NOT (EXISTS (
            SELECT 1 AS anon_5
            FROM learner
            WHERE learner.family_sound IN (
                SELECT value
                FROM json_each(?)
            )
            LIMIT 1
            OFFSET 50
        ))
    UNION
    SELECT learner.uln
    FROM learner
    WHERE learner.given_sound = ?
        AND learner.birth_year = ?
        AND learner.former_sound1 != ''
        AND (learner.former_sound1 IN (
            SELECT value
            FROM json_each(?)
        ) OR learner.former_sound2 IN (
            SELECT value
            FROM json_each(?)
        ))
    UNION
    SELECT learner.uln
    FROM learner
    WHERE learner.date_of_birth = ?
        AND NOT (EXISTS (
            SELECT 1 AS anon_6
            FROM learner
            WHERE learner.date_of_birth = ?
            LIMIT 1
            OFFSET 8
        ))
    UNION
    SELECT learner.uln
    FROM learner
    WHERE learner.family_sound IN (
        SELECT value
        FROM json_each(?)
    )
        AND learner.given_sound = ?
        AND NOT (EXISTS (
            SELECT 1 AS anon_7
            FROM learner
            WHERE learner.family_sound IN (
                SELECT value
                FROM json_each(?)
            )
                AND learner.given_sound = ?
            LIMIT 1
            OFFSET 8
        ))
    UNION
    SELECT learner.uln
    FROM learner
    WHERE learner.family_key = ?
        AND learner.given_key = ?
        AND learner.status = 'active'
        AND NOT (EXISTS (
            SELECT 1 AS anon_8
            FROM learner
            WHERE learner.family_key = ?
                AND learner.given_key = ?
                AND learner.status = 'active'
            LIMIT 1
            OFFSET 8
        ))
)
    AND learner.status != ?
ORDER BY learner.uln
