-- gateway/store/repositories/consents.py _INSERT
-- uln, at, held, given, notice, operation, call, organisation_id, user_name
INSERT INTO consent_change (uln, at, held, given, notice, operation, call, organisation_id, user_name)
VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?)
