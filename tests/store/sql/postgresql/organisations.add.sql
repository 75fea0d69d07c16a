-- gateway/store/repositories/organisations.py add, built as it runs
-- ukprn = 'TEST0001', reference = 'DEMO01', name = 'Ashdown College', roles = 'register', suspended = False,
-- password_hash = '(hash)', version = 1
INSERT INTO organisation (ukprn, reference, name, roles, suspended, password_hash, version)
VALUES (%(ukprn)s::VARCHAR, %(reference)s::VARCHAR, %(name)s::VARCHAR, %(roles)s::VARCHAR, %(suspended)s,
        %(password_hash)s::VARCHAR, %(version)s::INTEGER)
RETURNING organisation.id
