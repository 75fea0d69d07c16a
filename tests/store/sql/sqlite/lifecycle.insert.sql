-- gateway/store/repositories/lifecycle.py _INSERT
-- at, change, uln, master_uln, by, reason
INSERT INTO standing_change (at, change, uln, master_uln, "by", reason)
VALUES (?, ?, ?, ?, ?, ?)
