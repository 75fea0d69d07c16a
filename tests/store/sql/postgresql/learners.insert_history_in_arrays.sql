-- gateway/store/repositories/learners.py _INSERT_HISTORY_IN_ARRAYS
INSERT INTO learner_history (uln, at, organisation_id, user_name, change, before, call)
SELECT given.uln, given.at, given.organisation_id, given.user_name, given.change, given.before, given.call
FROM (
    SELECT anon_1.n AS n, anon_1.uln AS uln, anon_1.at AS at, anon_1.organisation_id AS organisation_id,
            anon_1.user_name AS user_name, anon_1.change AS change, anon_1.before AS before,
            anon_1.call AS call
    FROM unnest(%(uln)s::VARCHAR[], %(at)s::TIMESTAMP WITHOUT TIME ZONE[], %(organisation_id)s::INTEGER[],
            %(user_name)s::VARCHAR[], %(change)s::VARCHAR[], %(before)s::JSON[], %(call)s::VARCHAR[]) WITH
            ORDINALITY AS anon_1(uln, at, organisation_id, user_name, change, before, call, n)
    LIMIT ALL
    OFFSET 0
) AS given
ORDER BY given.n
