-- gateway/store/repositories/subject_access.py others, built as it runs
-- uln_1_1 = '3000000207', uln_1_2 = '3000000401', uln_2_1 = '3000000207', uln_2_2 = '3000000401', uln_2_1 =
-- '3000000207', uln_2_2 = '3000000401'
SELECT challenge.reference, challenge.uln, challenge.organisation_id, challenge.user_name,
        challenge.raised_at, challenge.state, challenge.kind, challenge.information, challenge.contact_name,
        challenge.telephone, challenge.email, challenge.event_id, challenge.source, challenge.original,
        challenge.other_event_id, challenge.other_source, challenge.supplied, challenge.resolved_at,
        challenge.resolved_by, challenge.reason
FROM challenge
WHERE challenge.uln IN (?, ?)
    OR challenge.event_id IN (
        SELECT learning_event.id
        FROM learning_event
        WHERE learning_event.uln IN (?, ?)
    )
    OR challenge.other_event_id IN (
        SELECT learning_event.id
        FROM learning_event
        WHERE learning_event.uln IN (?, ?)
    )
ORDER BY challenge.reference

-- uln_1_1 = '3000000207', uln_1_2 = '3000000401'
SELECT event_again.load_id, event_again.event_id, event_again.line
FROM event_again
WHERE event_again.event_id IN (
    SELECT learning_event.id
    FROM learning_event
    WHERE learning_event.uln IN (?, ?)
)
ORDER BY event_again.load_id, event_again.event_id

-- uln_1_1 = '3000000207', uln_1_2 = '3000000401'
SELECT learner_key.uln, learner_key.kind, learner_key.hash, learner_key.organisation_id, learner_key.stored_at
FROM learner_key
WHERE learner_key.uln IN (?, ?)
ORDER BY learner_key.uln, learner_key.kind

-- uln_1_1 = '3000000207', uln_1_2 = '3000000401'
SELECT learner_key_miss.uln, learner_key_miss.kind, learner_key_miss.organisation_id, learner_key_miss.misses,
        learner_key_miss.missed_at
FROM learner_key_miss
WHERE learner_key_miss.uln IN (?, ?)
ORDER BY learner_key_miss.uln, learner_key_miss.kind, learner_key_miss.organisation_id

-- uln_1_1 = '3000000207', uln_1_2 = '3000000401'
SELECT learning_event.id, learning_event.uln, learning_event.source, learning_event.subject,
        learning_event.subject_code, learning_event.awarded_on, learning_event.provider_ukprn,
        learning_event.provider_name, learning_event.awarding_ukprn, learning_event.awarding_name,
        learning_event.collection_type, learning_event.credits, learning_event.loaded_at,
        learning_event.grade, learning_event.language, learning_event.level, learning_event.started_on,
        learning_event.ended_on, learning_event.qualification_type, learning_event.restriction,
        learning_event.return_number, learning_event.status, learning_event.under_challenge,
        learning_event.organisation_id, learning_event.identifier, learning_event.withdrawn_on,
        learning_event.reason, learning_event.version, learning_event.load_id, learning_event.line,
        learning_event.identity
FROM learning_event
WHERE learning_event.uln IN (?, ?)
ORDER BY learning_event.id

-- uln_1_1 = '3000000207', uln_1_2 = '3000000401'
SELECT notification.uln, notification.preference, notification.email, notification.telephone,
        notification.organisation_id, notification.set_at
FROM notification
WHERE notification.uln IN (?, ?)
ORDER BY notification.uln

-- uln_1_1 = '3000000207', uln_1_2 = '3000000401'
SELECT snapshot.guid, snapshot.uln, snapshot.organisation_id, snapshot.made_at, snapshot.expires_at,
        snapshot.event_ids, snapshot.email, snapshot.reference, snapshot.pin_hash, snapshot.accessed
FROM snapshot
WHERE snapshot.uln IN (?, ?)
ORDER BY snapshot.guid

-- uln_1_1 = '3000000207', uln_1_2 = '3000000401', master_uln_1_1 = '3000000207', master_uln_1_2 =
-- '3000000401'
SELECT status_change.id, status_change.at, status_change.change, status_change.uln, status_change.master_uln,
        status_change."by", status_change.reason
FROM status_change
WHERE status_change.uln IN (?, ?)
    OR status_change.master_uln IN (?, ?)
ORDER BY status_change.id
