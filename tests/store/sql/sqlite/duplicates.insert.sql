-- gateway/store/repositories/duplicates.py _INSERT
-- uln, other_uln, found_at, advice, score, evidence, status
INSERT INTO duplicate (uln, other_uln, found_at, advice, score, evidence, status)
VALUES (?, ?, ?, ?, ?, ?, ?)
ON CONFLICT DO NOTHING
