-- gateway/store/repositories/audit.py _SELECT_LOOKS
WITH looks AS (
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
    FROM looks
) AS all_of_them
LEFT OUTER JOIN (
    SELECT looks.id AS id, looks.call AS call, looks.at AS at, looks.operation AS operation,
            looks.code AS code, looks.organisation_id AS organisation_id, looks.user_name AS user_name,
            organisation.name AS name
    FROM looks
    LEFT OUTER JOIN organisation ON organisation.id = looks.organisation_id
    ORDER BY looks.id DESC
    LIMIT %(size)s::INTEGER
    OFFSET %(skipped)s::INTEGER
) AS page ON true
ORDER BY page.id DESC
