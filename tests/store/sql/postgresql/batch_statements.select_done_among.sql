-- gateway/store/repositories/batch_statements.py SELECT_DONE_AMONG
SELECT batch_row.uln
FROM batch_row
WHERE batch_row.job_id = %(job_id_)s::BIGINT
    AND batch_row.uln = ANY (%(ulns)s::TEXT[])
