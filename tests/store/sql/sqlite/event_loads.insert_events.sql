-- gateway/store/repositories/event_loads.py _INSERT_EVENTS
-- uln, source, subject, subject_code, awarded_on, provider_ukprn, provider_name, awarding_ukprn,
-- awarding_name, collection_type, credits, loaded_at, grade, language, level, started_on, ended_on,
-- qualification_type, restriction, return_number, status, under_challenge, load_id, line, identity
INSERT INTO learning_event (uln, source, subject, subject_code, awarded_on, provider_ukprn, provider_name,
        awarding_ukprn, awarding_name, collection_type, credits, loaded_at, grade, language, level,
        started_on, ended_on, qualification_type, restriction, return_number, status, under_challenge,
        load_id, line, identity)
VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)
