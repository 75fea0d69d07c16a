-- gateway/store/repositories/notifications.py _SELECT_LAST_OF_ULNS
-- param_1 = 1
SELECT notification.preference, notification.email, notification.telephone
FROM notification
WHERE notification.uln = ANY (%(ulns)s::TEXT[])
ORDER BY notification.set_at DESC, notification.uln
LIMIT %(param_1)s::INTEGER
