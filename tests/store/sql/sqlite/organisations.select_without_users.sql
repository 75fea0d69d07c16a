-- gateway/store/repositories/organisations.py _SELECT_WITHOUT_USERS
SELECT organisation.id
FROM organisation
WHERE NOT (EXISTS (
    SELECT *
    FROM organisation_user
    WHERE organisation_user.organisation_id = organisation.id
))
