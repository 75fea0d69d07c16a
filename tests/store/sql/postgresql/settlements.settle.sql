-- gateway/store/repositories/settlements.py settle, built as it runs
-- code = 'WSRC0004', uln = '3000000207', result = {}, job_id_1 = 1, position_1 = 2, code_1 = 'WSRC0003'
UPDATE batch_row
SET code=%(code)s::VARCHAR, uln=%(uln)s::VARCHAR, result=%(result)s::JSON
WHERE batch_row.job_id = %(job_id_1)s::BIGINT
    AND batch_row.position = %(position_1)s::INTEGER
    AND batch_row.code = %(code_1)s::VARCHAR
    AND batch_row.uln IS NULL
