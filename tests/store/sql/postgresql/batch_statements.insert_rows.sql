-- gateway/store/repositories/batch_statements.py INSERT_ROWS
INSERT INTO batch_row (job_id, position, given)
VALUES (%(job_id)s::BIGINT, %(position)s::INTEGER, %(given)s::JSON)
