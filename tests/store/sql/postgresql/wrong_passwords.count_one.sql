-- gateway/store/repositories/wrong_passwords.py _COUNT_ONE
INSERT INTO wrong_password (organisation_id, peer, minute, times)
VALUES (%(organisation_id)s::INTEGER, %(peer)s::VARCHAR, %(minute)s::TIMESTAMP WITHOUT TIME ZONE,
        %(times)s::INTEGER)
ON CONFLICT (organisation_id, peer, minute)
    DO UPDATE SET times = (wrong_password.times + 1)
