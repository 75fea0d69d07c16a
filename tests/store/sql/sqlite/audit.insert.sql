-- gateway/store/repositories/audit.py _INSERT
-- at, call, organisation_id, user_name, operation, code, uln, reason, misses
INSERT INTO audit (at, call, organisation_id, user_name, operation, code, uln, reason, misses)
VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?)
