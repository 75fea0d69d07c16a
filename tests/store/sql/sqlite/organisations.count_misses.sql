-- gateway/store/repositories/organisations.py _COUNT_MISSES
-- hour_ago, more, more, hour_ago, two_ago, hour_ago, now, id_
UPDATE organisation
SET misses=CASE WHEN (organisation.misses_since > ?) THEN organisation.misses + ? ELSE ? END,
        misses_before=CASE WHEN (organisation.misses_since > ?) THEN organisation.misses_before WHEN
        (organisation.misses_since > ?) THEN organisation.misses ELSE 0 END, misses_since=CASE WHEN
        (organisation.misses_since > ?) THEN organisation.misses_since ELSE ? END
WHERE organisation.id = ?
