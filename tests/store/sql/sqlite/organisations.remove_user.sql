-- gateway/store/repositories/organisations.py remove_user, built as it runs
-- organisation_id_1 = 1, name_1 = 'registrar'
DELETE FROM organisation_user
WHERE organisation_user.organisation_id = ?
    AND organisation_user.name = ?
