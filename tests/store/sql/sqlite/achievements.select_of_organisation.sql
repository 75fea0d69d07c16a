-- gateway/store/repositories/achievements.py _SELECT_OF_ORGANISATION
-- organisation_id_, ulns
SELECT learning_event.id, learning_event.uln, learning_event.subject_code, learning_event.identifier,
        learning_event.awarded_on, learning_event.provider_ukprn, learning_event.grade,
        learning_event.language, learning_event.status, learning_event.withdrawn_on, learning_event.reason,
        learning_event.version
FROM learning_event
WHERE learning_event.organisation_id = ?
    AND learning_event.uln IN (
        SELECT value
        FROM json_each(?)
    )
ORDER BY learning_event.id
