-- gateway/store/repositories/organisations.py any_named, built as it runs
-- ukprn_1 = 'TEST0001', reference_1 = 'TEST0001'
SELECT organisation.id, organisation.ukprn, organisation.reference, organisation.name, organisation.roles,
        organisation.suspended, organisation.password_hash, organisation.version, organisation.misses,
        organisation.misses_before, organisation.misses_since
FROM organisation
WHERE organisation.ukprn = ?
    OR organisation.reference = ?
