-- gateway/store/repositories/batches.py cancel, built as it runs
-- status = 'cancelled', finished_at = datetime.datetime(2026, 9, 1, 12, 0), leased_until = None, number_1 =
-- 100000001
UPDATE batch_job
SET status=%(status)s::VARCHAR, finished_at=%(finished_at)s::TIMESTAMP WITHOUT TIME ZONE,
        leased_until=%(leased_until)s::TIMESTAMP WITHOUT TIME ZONE
WHERE batch_job.number = %(number_1)s::INTEGER
    AND batch_job.status IN ('submitted', 'running')
