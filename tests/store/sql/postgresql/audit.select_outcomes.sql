-- gateway/store/repositories/audit.py _SELECT_OUTCOMES
SELECT DISTINCT audit.operation, audit.code
FROM audit
WHERE audit.uln = ANY (%(ulns)s::TEXT[])
    AND audit.organisation_id = %(organisation_id_)s::INTEGER
