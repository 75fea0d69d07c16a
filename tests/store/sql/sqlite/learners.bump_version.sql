-- gateway/store/repositories/learners.py bump_version, built as it runs
-- version = 2, updated_at = datetime.datetime(2026, 9, 1, 12, 0), uln_1 = '3000000207'
UPDATE learner
SET version=?, updated_at=?
WHERE learner.uln = ?
