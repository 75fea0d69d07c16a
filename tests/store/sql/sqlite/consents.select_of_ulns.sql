-- gateway/store/repositories/consents.py _SELECT_OF_ULNS
-- ulns
SELECT consent_change.id, consent_change.uln, consent_change.at, consent_change.held, consent_change.given,
        consent_change.notice, consent_change.operation, consent_change.call, consent_change.organisation_id,
        consent_change.user_name
FROM consent_change
WHERE consent_change.uln IN (
    SELECT value
    FROM json_each(?)
)
ORDER BY consent_change.id
