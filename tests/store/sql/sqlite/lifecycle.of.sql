-- gateway/store/repositories/lifecycle.py of, built as it runs
-- uln_1 = '3000000207', master_uln_1 = '3000000207'
SELECT status_change.id, status_change.at, status_change.change, status_change.uln, status_change.master_uln,
        status_change."by", status_change.reason
FROM status_change
WHERE status_change.uln = ?
    OR status_change.master_uln = ?
ORDER BY status_change.at, status_change.id
