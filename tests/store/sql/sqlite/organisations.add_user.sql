-- gateway/store/repositories/organisations.py add_user, built as it runs
-- organisation_id_1 = 1
SELECT organisation_user.name
FROM organisation_user
WHERE organisation_user.organisation_id = ?
ORDER BY organisation_user.name

-- organisation_id = 1, name = 'registrar'
INSERT INTO organisation_user (organisation_id, name)
VALUES (?, ?)
