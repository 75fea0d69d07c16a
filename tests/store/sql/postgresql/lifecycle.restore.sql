-- gateway/store/repositories/lifecycle.py restore, built as it runs
-- status = 'active', master_uln = None, version = 2, updated_at = datetime.datetime(2026, 9, 1, 12, 0),
-- opt_out_lifted_by = None, uln_1 = '3000000207', version_1 = 1, status_1 = 'deleted'
UPDATE learner
SET status=%(status)s::VARCHAR, master_uln=%(master_uln)s::VARCHAR, version=%(version)s::INTEGER,
        updated_at=%(updated_at)s::TIMESTAMP WITHOUT TIME ZONE,
        opt_out_lifted_by=%(opt_out_lifted_by)s::VARCHAR
WHERE learner.uln = %(uln_1)s::VARCHAR
    AND learner.version = %(version_1)s::INTEGER
    AND learner.status = %(status_1)s::VARCHAR
