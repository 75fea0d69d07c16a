-- gateway/store/repositories/wrong_passwords.py _COUNT_ONE
-- organisation_id, peer, minute, times
INSERT INTO wrong_password (organisation_id, peer, minute, times)
VALUES (?, ?, ?, ?)
ON CONFLICT (organisation_id, peer, minute)
    DO UPDATE SET times = (wrong_password.times + 1)
