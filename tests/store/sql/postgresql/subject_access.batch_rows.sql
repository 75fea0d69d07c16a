-- gateway/store/repositories/subject_access.py batch_rows, built as it runs
-- uln_1_1 = '3000000207', uln_1_2 = '3000000401', operation_1_1 = 'submit-batch', operation_1_2 = 'submit-
-- verify-batch', operation_1_3 = 'submit-achievements', uln_2_1 = '3000000207', uln_2_2 = '3000000401'
SELECT batch_row.job_id, batch_row.position, batch_row.given, batch_row.code, batch_row.uln, batch_row.result
FROM batch_row
WHERE batch_row.job_id IN (
    SELECT batch_job.id
    FROM batch_job
    WHERE batch_job.organisation_id IN (
        SELECT audit.organisation_id
        FROM audit
        WHERE audit.uln IN (%(uln_1_1)s::VARCHAR, %(uln_1_2)s::VARCHAR)
            AND audit.operation IN (%(operation_1_1)s::VARCHAR, %(operation_1_2)s::VARCHAR,
                    %(operation_1_3)s::VARCHAR)
    )
)
    AND batch_row.uln IN (%(uln_2_1)s::VARCHAR, %(uln_2_2)s::VARCHAR)
ORDER BY batch_row.job_id, batch_row.position

-- given_1 = 'date_of_birth', param_1 = '2004-03-09%', given_2 = 'uln', param_2_1 = '3000000207', param_2_2 =
-- '3000000401'
SELECT batch_row.job_id, batch_row.position, batch_row.given, batch_row.code, batch_row.uln, batch_row.result
FROM batch_row
WHERE batch_row.uln IS NULL
    AND (CAST((batch_row.given ->> %(given_1)s::TEXT) AS VARCHAR) LIKE %(param_1)s::VARCHAR OR
            CAST((batch_row.given ->> %(given_2)s::TEXT) AS VARCHAR) IN (%(param_2_1)s::VARCHAR,
            %(param_2_2)s::VARCHAR))
ORDER BY batch_row.job_id, batch_row.position
