-- gateway/store/repositories/wrong_passwords.py _DELETE_OLD
-- cutoff
DELETE FROM wrong_password
WHERE wrong_password.minute < ?
