-- gateway/store/repositories/audit.py _INSERT_IN_ARRAYS
INSERT INTO audit (at, call, organisation_id, user_name, operation, code, uln, reason, misses)
SELECT given.at, given.call, given.organisation_id, given.user_name, given.operation, given.code, given.uln,
        given.reason, given.misses
FROM (
    SELECT anon_1.n AS n, anon_1.at AS at, anon_1.call AS call, anon_1.organisation_id AS organisation_id,
            anon_1.user_name AS user_name, anon_1.operation AS operation, anon_1.code AS code,
            anon_1.uln AS uln, anon_1.reason AS reason, anon_1.misses AS misses
    FROM unnest(%(at)s::TIMESTAMP WITHOUT TIME ZONE[], %(call)s::VARCHAR[], %(organisation_id)s::INTEGER[],
            %(user_name)s::VARCHAR[], %(operation)s::VARCHAR[], %(code)s::VARCHAR[], %(uln)s::VARCHAR[],
            %(reason)s::VARCHAR[], %(misses)s::INTEGER[]) WITH ORDINALITY AS anon_1(at, call, organisation_id,
            user_name, operation, code, uln, reason, misses, n)
    LIMIT ALL
    OFFSET 0
) AS given
ORDER BY given.n
