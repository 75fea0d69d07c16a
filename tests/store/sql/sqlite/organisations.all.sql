-- gateway/store/repositories/organisations.py all, built as it runs
SELECT organisation.id, organisation.ukprn, organisation.reference, organisation.name, organisation.roles,
        organisation.suspended, organisation.password_hash, organisation.version, organisation.misses,
        organisation.misses_before, organisation.misses_since
FROM organisation
ORDER BY organisation.ukprn
