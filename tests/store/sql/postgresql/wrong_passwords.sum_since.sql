-- gateway/store/repositories/wrong_passwords.py _SUM_SINCE
SELECT coalesce(sum(wrong_password.times), 0) AS of_all, coalesce(sum(CASE WHEN (wrong_password.peer =
        %(peer_)s::VARCHAR) THEN wrong_password.times END), 0) AS of_peer
FROM wrong_password
WHERE wrong_password.organisation_id = %(organisation_id_)s::INTEGER
    AND wrong_password.minute >= %(since)s::TIMESTAMP WITHOUT TIME ZONE
