-- gateway/store/repositories/notifications.py _SELECT_LAST_OF_ULNS
-- ulns, param_1 = 1, param_2 = 0
SELECT notification.preference, notification.email, notification.telephone
FROM notification
WHERE notification.uln IN (
    SELECT value
    FROM json_each(?)
)
ORDER BY notification.set_at DESC, notification.uln
LIMIT ?
OFFSET ?
