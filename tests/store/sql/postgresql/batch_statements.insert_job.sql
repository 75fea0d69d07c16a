-- gateway/store/repositories/batch_statements.py INSERT_JOB
INSERT INTO batch_job (number, kind, check_only, submission, organisation_id, user_name, email, status,
        submitted_at, started_at, finished_at, size, done, turn, leased_until, token)
VALUES (%(number)s::INTEGER, %(kind)s::VARCHAR, %(check_only)s, %(submission)s::VARCHAR,
        %(organisation_id)s::INTEGER, %(user_name)s::VARCHAR, %(email)s::VARCHAR, %(status)s::VARCHAR,
        %(submitted_at)s::TIMESTAMP WITHOUT TIME ZONE, %(started_at)s::TIMESTAMP WITHOUT TIME ZONE,
        %(finished_at)s::TIMESTAMP WITHOUT TIME ZONE, %(size)s::INTEGER, %(done)s::INTEGER, %(turn)s::INTEGER,
        %(leased_until)s::TIMESTAMP WITHOUT TIME ZONE, %(token)s::INTEGER)
ON CONFLICT (number) DO NOTHING
RETURNING batch_job.id
