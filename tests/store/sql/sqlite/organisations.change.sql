-- gateway/store/repositories/organisations.py change, built as it runs
-- roles = 'plr', suspended = True, password_hash = '(another hash)', version = 2, id_1 = 1, version_1 = 1
UPDATE organisation
SET roles=?, suspended=?, password_hash=?, version=?
WHERE organisation.id = ?
    AND organisation.version = ?
