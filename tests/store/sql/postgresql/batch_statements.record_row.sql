-- gateway/store/repositories/batch_statements.py RECORD_ROW
UPDATE batch_row
SET code=%(new_code)s::VARCHAR, uln=%(new_uln)s::VARCHAR, result=%(new_result)s::JSON
WHERE batch_row.job_id = %(job_id_)s::BIGINT
    AND batch_row.position = %(position_)s::INTEGER
    AND batch_row.code IS NULL
