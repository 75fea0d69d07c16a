-- gateway/store/repositories/learners.py _SELECT_CANDIDATES_OF_ALL
-- string_to_array_1 = ' ', string_to_array_2 = ' ', string_to_array_3 = ' ', string_to_array_4 = ' ',
-- string_to_array_5 = ' ', string_to_array_6 = ' ', substr_1 = 1, status_1 = 'deleted'
SELECT asked.n, found.uln, found.status, found.master_uln, found.family_key, found.given_key,
        found.postcode_key, found.given_name, found.family_name, found.middle_name,
        found.preferred_given_name, found.previous_family_name, found.family_name_at_16, found.date_of_birth,
        found.postcode, found.gender, found.email, found.place_of_birth
FROM (
    SELECT anon_1.n AS n, anon_1.born AS born, anon_1.twin AS twin, string_to_array(anon_1.near,
            %(string_to_array_1)s::VARCHAR) AS near, string_to_array(anon_1.families,
            %(string_to_array_2)s::VARCHAR) AS families, string_to_array(anon_1.givens,
            %(string_to_array_3)s::VARCHAR) AS givens, string_to_array(anon_1.formers,
            %(string_to_array_4)s::VARCHAR) AS formers, anon_1.initials AS initials,
            anon_1.district AS district, anon_1.family_ending AS family_ending,
            anon_1.given_ending AS given_ending, anon_1.home AS home, string_to_array(anon_1.own_families,
            %(string_to_array_5)s::VARCHAR) AS own_families, anon_1.given AS given,
            string_to_array(anon_1.others, %(string_to_array_6)s::VARCHAR) AS others, anon_1.year AS year,
            anon_1.day AS day, anon_1.family_name AS family_name, anon_1.given_name AS given_name
    FROM unnest(%(born)s::DATE[], %(twin)s::DATE[], %(near)s::VARCHAR[], %(families)s::VARCHAR[],
            %(givens)s::VARCHAR[], %(formers)s::VARCHAR[], %(initials)s::VARCHAR[], %(district)s::VARCHAR[],
            %(family_ending)s::VARCHAR[], %(given_ending)s::VARCHAR[], %(home)s::VARCHAR[],
            %(own_families)s::VARCHAR[], %(given)s::VARCHAR[], %(others)s::VARCHAR[], %(year)s::VARCHAR[],
            %(day)s::VARCHAR[], %(family_name)s::VARCHAR[], %(given_name)s::VARCHAR[]) WITH
            ORDINALITY AS anon_1(born, twin, near, families, givens, formers, initials, district,
            family_ending, given_ending, home, own_families, given, others, year, day, family_name,
            given_name, n)
    LIMIT ALL
    OFFSET 0
) AS asked
JOIN LATERAL (
    SELECT learner.uln AS uln, learner.status AS status, learner.master_uln AS master_uln,
            learner.family_key AS family_key, learner.given_key AS given_key,
            learner.postcode_key AS postcode_key, learner.given_name AS given_name,
            learner.family_name AS family_name, learner.middle_name AS middle_name,
            learner.preferred_given_name AS preferred_given_name,
            learner.previous_family_name AS previous_family_name,
            learner.family_name_at_16 AS family_name_at_16, learner.date_of_birth AS date_of_birth,
            learner.postcode AS postcode, learner.gender AS gender, learner.email AS email,
            learner.place_of_birth AS place_of_birth
    FROM learner
    WHERE learner.uln IN (
        SELECT learner.uln
        FROM learner
        WHERE learner.date_of_birth IN (asked.born, asked.twin)
            AND (learner.family_sound = ANY (asked.families) OR learner.given_sound = ANY (asked.givens) OR
                    learner.former_sound1 = ANY (asked.formers) OR learner.former_sound2 = ANY (asked.formers)
                    OR learner.initials = asked.initials OR substr(learner.postcode_key,
                    %(substr_1)s::INTEGER, length(asked.district)) = asked.district AND
                    length(learner.postcode_key) = length(asked.district) + 3 OR substr(learner.family_sound,
                    2) = asked.family_ending AND substr(learner.given_sound, 2) = asked.given_ending)
        UNION
        SELECT learner.uln
        FROM learner
        WHERE learner.date_of_birth = ANY (asked.near::DATE[])
            AND learner.initials = asked.initials
        UNION
        SELECT learner.uln
        FROM learner
        WHERE learner.postcode_key = asked.home
            AND (learner.family_sound = ANY (asked.families) OR learner.given_sound = ANY (asked.givens) OR
                    learner.former_sound1 = ANY (asked.formers) OR learner.former_sound2 = ANY (asked.formers)
                    OR learner.initials = asked.initials OR learner.birth_year = asked.year OR
                    learner.birth_day = asked.day)
            AND NOT (EXISTS (
                SELECT 1 AS anon_2
                FROM learner
                WHERE learner.postcode_key = asked.home
                LIMIT 1
                OFFSET 50
            ))
        UNION
        SELECT learner.uln
        FROM learner
        WHERE learner.family_sound = ANY (asked.own_families)
            AND learner.given_sound = asked.given
            AND learner.birth_year = asked.year
            AND NOT (EXISTS (
                SELECT 1 AS anon_3
                FROM learner
                WHERE learner.family_sound = ANY (asked.own_families)
                    AND learner.given_sound = asked.given
                    AND learner.birth_year = asked.year
                LIMIT 1
                OFFSET 50
            ))
        UNION
        SELECT learner.uln
        FROM learner
        WHERE learner.family_sound = ANY (asked.own_families)
            AND learner.given_sound = asked.given
            AND learner.birth_day = asked.day
            AND NOT (EXISTS (
                SELECT 1 AS anon_4
                FROM learner
                WHERE learner.family_sound = ANY (asked.own_families)
                    AND learner.given_sound = asked.given
                    AND learner.birth_day = asked.day
                LIMIT 1
                OFFSET 50
            ))
        UNION
        SELECT learner.uln
        FROM learner
        WHERE learner.family_sound = ANY (asked.own_families)
            AND learner.given_sound = ANY (asked.others)
            AND learner.birth_year = asked.year
            AND NOT (EXISTS (
                SELECT 1 AS anon_5
                FROM learner
                WHERE learner.family_sound = ANY (asked.own_families)
                    AND learner.given_sound = ANY (asked.others)
                    AND learner.birth_year = asked.year
                LIMIT 1
                OFFSET 50
            ))
        UNION
        SELECT learner.uln
        FROM learner
        WHERE learner.family_sound = ANY (asked.own_families)
            AND learner.birth_year = asked.year
            AND NOT (EXISTS (
                SELECT 1 AS anon_6
                FROM learner
                WHERE learner.family_sound = ANY (asked.own_families)
                LIMIT 1
                OFFSET 50
            ))
        UNION
        SELECT learner.uln
        FROM learner
        WHERE learner.given_sound = asked.given
            AND learner.birth_year = asked.year
            AND learner.former_sound1 != ''
            AND (learner.former_sound1 = ANY (asked.own_families) OR learner.former_sound2 = ANY
                    (asked.own_families))
        UNION
        SELECT learner.uln
        FROM learner
        WHERE learner.date_of_birth = asked.born
            AND NOT (EXISTS (
                SELECT 1 AS anon_7
                FROM learner
                WHERE learner.date_of_birth = asked.born
                LIMIT 1
                OFFSET 8
            ))
        UNION
        SELECT learner.uln
        FROM learner
        WHERE learner.family_sound = ANY (asked.own_families)
            AND learner.given_sound = asked.given
            AND NOT (EXISTS (
                SELECT 1 AS anon_8
                FROM learner
                WHERE learner.family_sound = ANY (asked.own_families)
                    AND learner.given_sound = asked.given
                LIMIT 1
                OFFSET 8
            ))
        UNION
        SELECT learner.uln
        FROM learner
        WHERE learner.family_key = asked.family_name
            AND learner.given_key = asked.given_name
            AND learner.status = 'active'
            AND NOT (EXISTS (
                SELECT 1 AS anon_9
                FROM learner
                WHERE learner.family_key = asked.family_name
                    AND learner.given_key = asked.given_name
                    AND learner.status = 'active'
                LIMIT 1
                OFFSET 8
            ))
    )
        AND learner.status != %(status_1)s::VARCHAR
    ORDER BY learner.uln
) AS found ON true
