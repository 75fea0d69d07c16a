-- gateway/store/repositories/achievements.py _SELECT_FOR_UPDATE
SELECT learning_event.id, learning_event.uln, learning_event.subject_code, learning_event.identifier,
        learning_event.awarded_on, learning_event.provider_ukprn, learning_event.grade,
        learning_event.language, learning_event.status, learning_event.withdrawn_on, learning_event.reason,
        learning_event.version
FROM learning_event
WHERE learning_event.organisation_id = %(organisation_id_)s::INTEGER
    AND learning_event.uln = ANY (%(ulns)s::TEXT[])
    AND learning_event.subject_code = %(subject_code_)s::VARCHAR
    AND learning_event.identifier = %(identifier_)s::VARCHAR
ORDER BY learning_event.id
FOR UPDATE
