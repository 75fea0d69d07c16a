-- gateway/store/repositories/settlements.py settle, built as it runs
-- code = 'WSRC0004', uln = '3000000207', result = {}, job_id_1 = 1, position_1 = 2, code_1 = 'WSRC0003'
UPDATE batch_row
SET code=?, uln=?, result=?
WHERE batch_row.job_id = ?
    AND batch_row.position = ?
    AND batch_row.code = ?
    AND batch_row.uln IS NULL
