-- gateway/store/repositories/batch_statements.py CLAIM
-- status = 'running', now, max_1 = 1, lease_end, token_1 = 1, job_id_, token_, now, latest
UPDATE batch_job
SET status=?, started_at=coalesce(batch_job.started_at, ?), turn=(
    SELECT max(other.turn) + ? AS anon_1
    FROM batch_job AS other
), leased_until=?, token=(batch_job.token + ?)
WHERE batch_job.id = ?
    AND batch_job.token = ?
    AND (batch_job.leased_until IS NULL OR batch_job.leased_until <= ? OR batch_job.leased_until > ?)
