-- gateway/store/repositories/organisations.py users, built as it runs
-- organisation_id_1 = 1
SELECT organisation_user.name
FROM organisation_user
WHERE organisation_user.organisation_id = ?
ORDER BY organisation_user.name
