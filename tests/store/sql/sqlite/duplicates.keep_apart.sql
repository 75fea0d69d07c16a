-- gateway/store/repositories/duplicates.py _KEEP_APART
-- uln, other_uln, found_at, advice, score, evidence, status, decided_at, decided_by, reason
INSERT INTO duplicate (uln, other_uln, found_at, advice, score, evidence, status, decided_at, decided_by,
        reason)
VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?)
ON CONFLICT (uln, other_uln)
    DO UPDATE SET status = excluded.status, decided_at = excluded.decided_at, decided_by =
            excluded.decided_by, reason = excluded.reason
