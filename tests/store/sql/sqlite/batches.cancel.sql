-- gateway/store/repositories/batches.py cancel, built as it runs
-- status = 'cancelled', finished_at = datetime.datetime(2026, 9, 1, 12, 0), leased_until = None, number_1 =
-- 100000001
UPDATE batch_job
SET status=?, finished_at=?, leased_until=?
WHERE batch_job.number = ?
    AND batch_job.status IN ('submitted', 'running')
