-- gateway/store/repositories/batch_statements.py RECORD_ROWS
UPDATE batch_row
SET code=done.new_code, uln=done.new_uln, result=done.new_result
FROM (
    SELECT anon_1.n AS n, anon_1.position_ AS position_, anon_1.new_code AS new_code,
            anon_1.new_uln AS new_uln, anon_1.new_result AS new_result
    FROM unnest(%(position_)s::INTEGER[], %(new_code)s::VARCHAR[], %(new_uln)s::VARCHAR[],
            %(new_result)s::JSON[]) WITH ORDINALITY AS anon_1(position_, new_code, new_uln, new_result, n)
    LIMIT ALL
    OFFSET 0
) AS done
WHERE batch_row.job_id = %(job_id_)s::BIGINT
    AND batch_row.position = done.position_
    AND batch_row.code IS NULL
