-- gateway/store/repositories/batch_statements.py RECORD_ROW
-- new_code, new_uln, new_result, job_id_, position_
UPDATE batch_row
SET code=?, uln=?, result=?
WHERE batch_row.job_id = ?
    AND batch_row.position = ?
    AND batch_row.code IS NULL
