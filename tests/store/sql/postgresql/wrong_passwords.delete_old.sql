-- gateway/store/repositories/wrong_passwords.py _DELETE_OLD
DELETE FROM wrong_password
WHERE wrong_password.minute < %(cutoff)s::TIMESTAMP WITHOUT TIME ZONE
