-- gateway/store/repositories/wrong_passwords.py _SUM_SINCE
-- peer_, organisation_id_, since
SELECT coalesce(sum(wrong_password.times), 0) AS of_all, coalesce(sum(CASE WHEN (wrong_password.peer = ?) THEN
        wrong_password.times END), 0) AS of_peer
FROM wrong_password
WHERE wrong_password.organisation_id = ?
    AND wrong_password.minute >= ?
