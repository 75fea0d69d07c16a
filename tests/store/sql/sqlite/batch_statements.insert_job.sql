-- gateway/store/repositories/batch_statements.py INSERT_JOB
-- number, kind, check_only, submission, organisation_id, user_name, email, status, submitted_at, started_at,
-- finished_at, size, done, turn, leased_until, token
INSERT INTO batch_job (number, kind, check_only, submission, organisation_id, user_name, email, status,
        submitted_at, started_at, finished_at, size, done, turn, leased_until, token)
VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)
ON CONFLICT (number) DO NOTHING
RETURNING id
