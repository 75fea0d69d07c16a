-- gateway/store/repositories/learners.py _SELECT_CANDIDATES
-- substr_1 = 1, status_1 = 'deleted'
SELECT learner.uln, learner.status, learner.master_uln, learner.family_key, learner.given_key,
        learner.postcode_key, learner.given_name, learner.family_name, learner.middle_name,
        learner.preferred_given_name, learner.previous_family_name, learner.family_name_at_16,
        learner.date_of_birth, learner.postcode, learner.gender, learner.email, learner.place_of_birth
FROM learner
WHERE learner.uln IN (
    SELECT learner.uln
    FROM learner
    WHERE learner.date_of_birth IN (%(born)s::DATE, %(twin)s::DATE)
        AND (learner.family_sound = ANY (%(families)s::TEXT[]) OR learner.given_sound = ANY
                (%(givens)s::TEXT[]) OR learner.former_sound1 = ANY (%(formers)s::TEXT[]) OR
                learner.former_sound2 = ANY (%(formers)s::TEXT[]) OR learner.initials = %(initials)s::VARCHAR
                OR substr(learner.postcode_key, %(substr_1)s::INTEGER, length(%(district)s::VARCHAR)) =
                %(district)s::VARCHAR AND length(learner.postcode_key) = length(%(district)s::VARCHAR) + 3 OR
                substr(learner.family_sound, 2) = %(family_ending)s::VARCHAR AND substr(learner.given_sound,
                2) = %(given_ending)s::VARCHAR)
    UNION
    SELECT learner.uln
    FROM learner
    WHERE learner.date_of_birth = ANY (%(near)s::TEXT[]::DATE[])
        AND learner.initials = %(initials)s::VARCHAR
    UNION
    SELECT learner.uln
    FROM learner
    WHERE learner.postcode_key = %(home)s::VARCHAR
        AND (learner.family_sound = ANY (%(families)s::TEXT[]) OR learner.given_sound = ANY
                (%(givens)s::TEXT[]) OR learner.former_sound1 = ANY (%(formers)s::TEXT[]) OR
                learner.former_sound2 = ANY (%(formers)s::TEXT[]) OR learner.initials = %(initials)s::VARCHAR
                OR learner.birth_year = %(year)s::VARCHAR OR learner.birth_day = %(day)s::VARCHAR)
        AND NOT (EXISTS (
            SELECT 1 AS anon_1
            FROM learner
            WHERE learner.postcode_key = %(home)s::VARCHAR
            LIMIT 1
            OFFSET 50
        ))
    UNION
    SELECT learner.uln
    FROM learner
    WHERE learner.family_sound = ANY (%(own_families)s::TEXT[])
        AND learner.given_sound = %(given)s::VARCHAR
        AND learner.birth_year = %(year)s::VARCHAR
        AND NOT (EXISTS (
            SELECT 1 AS anon_2
            FROM learner
            WHERE learner.family_sound = ANY (%(own_families)s::TEXT[])
                AND learner.given_sound = %(given)s::VARCHAR
                AND learner.birth_year = %(year)s::VARCHAR
            LIMIT 1
            OFFSET 50
        ))
    UNION
    SELECT learner.uln
    FROM learner
    WHERE learner.family_sound = ANY (%(own_families)s::TEXT[])
        AND learner.given_sound = %(given)s::VARCHAR
        AND learner.birth_day = %(day)s::VARCHAR
        AND NOT (EXISTS (
            SELECT 1 AS anon_3
            FROM learner
            WHERE learner.family_sound = ANY (%(own_families)s::TEXT[])
                AND learner.given_sound = %(given)s::VARCHAR
                AND learner.birth_day = %(day)s::VARCHAR
            LIMIT 1
            OFFSET 50
        ))
    UNION
    SELECT learner.uln
    FROM learner
    WHERE learner.family_sound = ANY (%(own_families)s::TEXT[])
        AND learner.given_sound = ANY (%(others)s::TEXT[])
        AND learner.birth_year = %(year)s::VARCHAR
        AND NOT (EXISTS (
            SELECT 1 AS anon_4
            FROM learner
            WHERE learner.family_sound = ANY (%(own_families)s::TEXT[])
                AND learner.given_sound = ANY (%(others)s::TEXT[])
                AND learner.birth_year = %(year)s::VARCHAR
            LIMIT 1
            OFFSET 50
        ))
    UNION
    SELECT learner.uln
    FROM learner
    WHERE learner.family_sound = ANY (%(own_families)s::TEXT[])
        AND learner.birth_year = %(year)s::VARCHAR
        AND NOT (EXISTS (
            SELECT 1 AS anon_5
            FROM learner
            WHERE learner.family_sound = ANY (%(own_families)s::TEXT[])
            LIMIT 1
            OFFSET 50
        ))
    UNION
    SELECT learner.uln
    FROM learner
    WHERE learner.given_sound = %(given)s::VARCHAR
        AND learner.birth_year = %(year)s::VARCHAR
        AND learner.former_sound1 != ''
        AND (learner.former_sound1 = ANY (%(own_families)s::TEXT[]) OR learner.former_sound2 = ANY
                (%(own_families)s::TEXT[]))
    UNION
    SELECT learner.uln
    FROM learner
    WHERE learner.date_of_birth = %(born)s::DATE
        AND NOT (EXISTS (
            SELECT 1 AS anon_6
            FROM learner
            WHERE learner.date_of_birth = %(born)s::DATE
            LIMIT 1
            OFFSET 8
        ))
    UNION
    SELECT learner.uln
    FROM learner
    WHERE learner.family_sound = ANY (%(own_families)s::TEXT[])
        AND learner.given_sound = %(given)s::VARCHAR
        AND NOT (EXISTS (
            SELECT 1 AS anon_7
            FROM learner
            WHERE learner.family_sound = ANY (%(own_families)s::TEXT[])
                AND learner.given_sound = %(given)s::VARCHAR
            LIMIT 1
            OFFSET 8
        ))
    UNION
    SELECT learner.uln
    FROM learner
    WHERE learner.family_key = %(family_name)s::VARCHAR
        AND learner.given_key = %(given_name)s::VARCHAR
        AND learner.status = 'active'
        AND NOT (EXISTS (
            SELECT 1 AS anon_8
            FROM learner
            WHERE learner.family_key = %(family_name)s::VARCHAR
                AND learner.given_key = %(given_name)s::VARCHAR
                AND learner.status = 'active'
            LIMIT 1
            OFFSET 8
        ))
)
    AND learner.status != %(status_1)s::VARCHAR
ORDER BY learner.uln
