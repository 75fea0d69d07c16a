-- gateway/store/repositories/organisations.py change, built as it runs
-- roles = 'plr', suspended = True, password_hash = '(another hash)', version = 2, id_1 = 1, version_1 = 1
UPDATE organisation
SET roles=%(roles)s::VARCHAR, suspended=%(suspended)s, password_hash=%(password_hash)s::VARCHAR,
        version=%(version)s::INTEGER
WHERE organisation.id = %(id_1)s::INTEGER
    AND organisation.version = %(version_1)s::INTEGER
