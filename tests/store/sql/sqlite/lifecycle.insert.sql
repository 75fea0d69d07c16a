-- gateway/store/repositories/lifecycle.py _INSERT
-- at, change, uln, master_uln, by, reason
INSERT INTO status_change (at, change, uln, master_uln, "by", reason)
VALUES (?, ?, ?, ?, ?, ?)
