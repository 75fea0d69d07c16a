-- gateway/store/repositories/events.py _SELECT_OF_ULNS
SELECT learning_event.id, learning_event.source, learning_event.subject, learning_event.subject_code,
        learning_event.awarded_on, learning_event.provider_ukprn, learning_event.provider_name,
        learning_event.awarding_ukprn, learning_event.awarding_name, learning_event.collection_type,
        learning_event.credits, learning_event.loaded_at, learning_event.grade, learning_event.language,
        learning_event.level, learning_event.started_on, learning_event.ended_on,
        learning_event.qualification_type, learning_event.restriction, learning_event.return_number,
        learning_event.status, CASE WHEN ((EXISTS (
    SELECT *
    FROM challenge
    WHERE challenge.event_id = learning_event.id
        AND challenge.state = 'open'
)) OR (EXISTS (
    SELECT *
    FROM challenge
    WHERE challenge.other_event_id = learning_event.id
        AND challenge.state = 'open'
))) THEN true ELSE learning_event.under_challenge END AS under_challenge
FROM learning_event
WHERE learning_event.uln = ANY (%(ulns)s::TEXT[])
    AND learning_event.withdrawn_on IS NULL
    AND (learning_event.load_id IS NULL OR (EXISTS (
        SELECT *
        FROM event_load
        WHERE event_load.id = learning_event.load_id
            AND event_load.state = 'released'
    )) OR (EXISTS (
        SELECT *
        FROM event_again, event_load
        WHERE event_again.event_id = learning_event.id
            AND event_load.id = event_again.load_id
            AND event_load.state = 'released'
    )))
ORDER BY learning_event.id
