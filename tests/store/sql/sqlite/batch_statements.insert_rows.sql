-- gateway/store/repositories/batch_statements.py INSERT_ROWS
-- job_id, position, given
INSERT INTO batch_row (job_id, position, given)
VALUES (?, ?, ?)
