-- gateway/store/repositories/organisations.py _COUNT_MISSES
UPDATE organisation
SET misses=CASE WHEN (organisation.misses_since > %(hour_ago)s::TIMESTAMP WITHOUT TIME ZONE) THEN
        organisation.misses + %(more)s::INTEGER ELSE %(more)s END, misses_before=CASE WHEN
        (organisation.misses_since > %(hour_ago)s::TIMESTAMP WITHOUT TIME ZONE) THEN
        organisation.misses_before WHEN (organisation.misses_since > %(two_ago)s::TIMESTAMP WITHOUT TIME ZONE)
        THEN organisation.misses ELSE 0 END, misses_since=CASE WHEN (organisation.misses_since >
        %(hour_ago)s::TIMESTAMP WITHOUT TIME ZONE) THEN organisation.misses_since ELSE %(now)s::TIMESTAMP
        WITHOUT TIME ZONE END
WHERE organisation.id = %(id_)s::INTEGER
