-- gateway/store/repositories/organisations.py _SELECT_BY_UKPRN
SELECT organisation.id, organisation.ukprn, organisation.reference, organisation.name, organisation.roles,
        organisation.suspended, organisation.password_hash, organisation.version, organisation.misses,
        organisation.misses_before, organisation.misses_since
FROM organisation
WHERE organisation.ukprn = %(ukprn)s::VARCHAR
