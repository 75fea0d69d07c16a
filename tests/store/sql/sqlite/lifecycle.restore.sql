-- gateway/store/repositories/lifecycle.py restore, built as it runs
-- status = 'active', master_uln = None, version = 2, updated_at = datetime.datetime(2026, 9, 1, 12, 0),
-- opt_out_lifted_by = None, uln_1 = '3000000207', version_1 = 1, status_1 = 'deleted'
UPDATE learner
SET status=?, master_uln=?, version=?, updated_at=?, opt_out_lifted_by=?
WHERE learner.uln = ?
    AND learner.version = ?
    AND learner.status = ?
