-- gateway/store/repositories/learners.py _SELECT_ANY_HOLDERS
SELECT asked.n, holder.uln
FROM (
    SELECT anon_1.n AS n, anon_1.date_of_birth AS date_of_birth, anon_1.family_key AS family_key,
            anon_1.given_key AS given_key, anon_1.postcode_key AS postcode_key, anon_1.gender AS gender
    FROM unnest(%(date_of_birth)s::DATE[], %(family_key)s::VARCHAR[], %(given_key)s::VARCHAR[],
            %(postcode_key)s::VARCHAR[], %(gender)s::SMALLINT[]) WITH ORDINALITY AS anon_1(date_of_birth,
            family_key, given_key, postcode_key, gender, n)
    LIMIT ALL
    OFFSET 0
) AS asked
JOIN LATERAL (
    SELECT learner.uln AS uln
    FROM learner
    WHERE learner.date_of_birth = asked.date_of_birth
        AND learner.family_key = asked.family_key
        AND learner.given_key = asked.given_key
        AND learner.postcode_key = asked.postcode_key
        AND learner.gender = asked.gender
        AND learner.status != 'deleted'
    LIMIT 1
) AS holder ON true
