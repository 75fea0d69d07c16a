-- gateway/store/repositories/learners.py record_statement, built as it runs
-- version = 2, updated_at = datetime.datetime(2026, 9, 1, 12, 0), ability_to_share = 2, uln_1 = '3000000207'
UPDATE learner
SET version=%(version)s::INTEGER, updated_at=%(updated_at)s::TIMESTAMP WITHOUT TIME ZONE,
        ability_to_share=%(ability_to_share)s::SMALLINT
WHERE learner.uln = %(uln_1)s::VARCHAR
