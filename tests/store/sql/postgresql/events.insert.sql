-- gateway/store/repositories/events.py _INSERT
INSERT INTO learning_event (uln, source, subject, subject_code, awarded_on, provider_ukprn, provider_name,
        awarding_ukprn, awarding_name, collection_type, credits, loaded_at, grade, language, level,
        started_on, ended_on, qualification_type, restriction, return_number, status, under_challenge)
VALUES (%(uln)s::VARCHAR, %(source)s::VARCHAR, %(subject)s::VARCHAR, %(subject_code)s::VARCHAR,
        %(awarded_on)s::DATE, %(provider_ukprn)s::VARCHAR, %(provider_name)s::VARCHAR,
        %(awarding_ukprn)s::VARCHAR, %(awarding_name)s::VARCHAR, %(collection_type)s::VARCHAR,
        %(credits)s::INTEGER, %(loaded_at)s::TIMESTAMP WITHOUT TIME ZONE, %(grade)s::VARCHAR,
        %(language)s::VARCHAR, %(level)s::VARCHAR, %(started_on)s::DATE, %(ended_on)s::DATE,
        %(qualification_type)s::VARCHAR, %(restriction)s::VARCHAR, %(return_number)s::VARCHAR,
        %(status)s::VARCHAR, %(under_challenge)s)
RETURNING learning_event.id
