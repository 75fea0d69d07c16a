-- gateway/store/repositories/audit.py _SELECT_ACCESSES
WITH accesses AS (
    SELECT max(audit.id) AS id, audit.call AS call, audit.at AS at, audit.operation AS operation,
            audit.code AS code, audit.organisation_id AS organisation_id, audit.user_name AS user_name
    FROM audit
    WHERE audit.uln = ANY (%(ulns)s::TEXT[])
        AND (audit.operation NOT IN ('cancel-batch', 'create-challenge', 'delete', 'delete-challenge',
                'delete-snapshot', 'find-organisation', 'keep-snapshot', 'lift-opt-out', 'load-events',
                'merge', 'opt-out', 'read-achievements', 'register', 'reject-duplicate', 'remove-key',
                'resolve-challenge', 'restore', 'set-notification', 'settle-row', 'store-key',
                'submit-achievements', 'submit-batch', 'unmerge', 'update', 'update-contact', 'view-audit',
                'withdraw-events'))
    GROUP BY audit.call, audit.at, audit.operation, audit.code, audit.organisation_id, audit.user_name
)
SELECT all_of_them.total, page.id, page.call, page.at, page.operation, page.code, page.organisation_id,
        page.user_name, page.name
FROM (
    SELECT count(*) AS total
    FROM accesses
) AS all_of_them
LEFT OUTER JOIN (
    SELECT accesses.id AS id, accesses.call AS call, accesses.at AS at, accesses.operation AS operation,
            accesses.code AS code, accesses.organisation_id AS organisation_id,
            accesses.user_name AS user_name, organisation.name AS name
    FROM accesses
    LEFT OUTER JOIN organisation ON organisation.id = accesses.organisation_id
    ORDER BY accesses.id DESC
    LIMIT %(size)s::INTEGER
    OFFSET %(skipped)s::INTEGER
) AS page ON true
ORDER BY page.id DESC
