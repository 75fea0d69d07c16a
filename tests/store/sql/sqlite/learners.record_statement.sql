-- gateway/store/repositories/learners.py record_statement, built as it runs
-- version = 2, updated_at = datetime.datetime(2026, 9, 1, 12, 0), ability_to_share = 2, uln_1 = '3000000207'
UPDATE learner
SET version=?, updated_at=?, ability_to_share=?
WHERE learner.uln = ?
