-- gateway/store/repositories/learners.py bump_version, built as it runs
-- version = 2, updated_at = datetime.datetime(2026, 9, 1, 12, 0), uln_1 = '3000000207'
UPDATE learner
SET version=%(version)s::INTEGER, updated_at=%(updated_at)s::TIMESTAMP WITHOUT TIME ZONE
WHERE learner.uln = %(uln_1)s::VARCHAR
