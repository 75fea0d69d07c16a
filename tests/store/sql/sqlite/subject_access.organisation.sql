-- gateway/store/repositories/subject_access.py organisation, built as it runs
-- id_1 = 1
SELECT organisation.id, organisation.ukprn, organisation.reference, organisation.name, organisation.roles,
        organisation.suspended, organisation.password_hash, organisation.version, organisation.misses,
        organisation.misses_before, organisation.misses_since
FROM organisation
WHERE organisation.id = ?
