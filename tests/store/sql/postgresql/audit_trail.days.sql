-- gateway/store/repositories/audit_trail.py days, built as it runs
-- param_1 = 0, param_2 = 1, substr_1 = 1, substr_2 = 4, substr_3 = 'WSEC', code_1 = 'WSEC0005', coalesce_1 =
-- 0, organisation_id_1 = 1, uln_1 = '3000000207', user_name_1 = 'registrar', operation_2 = <Operation.UPDATE:
-- 'update'>, code_3 = 'WSRC0004', id_1 = 0, at_1 = datetime.datetime(2026, 8, 25, 12, 0), id_2 = 0, at_2 =
-- datetime.datetime(2026, 9, 1, 12, 0), operation_1_1 = 'find-by-uln', operation_1_2 = 'find-by-
-- demographics', operation_1_3 = 'register', operation_1_4 = 'update', operation_1_5 = 'update-contact',
-- operation_1_6 = 'verify', operation_1_7 = 'retrieve', operation_1_8 = 'read-record', operation_1_9 = 'view-
-- audit', operation_1_10 = 'find-organisation', operation_1_11 = 'submit-batch', operation_1_12 = 'read-
-- batch', operation_1_13 = 'submit-verify-batch', operation_1_14 = 'read-verify-batch', operation_1_15 =
-- 'submit-achievements', operation_1_16 = 'read-achievements', operation_1_17 = 'report-merges',
-- operation_1_18 = 'report-deletions', operation_1_19 = 'create-challenge', operation_1_20 = 'list-
-- challenges', operation_1_21 = 'delete-challenge', operation_1_22 = 'store-key', operation_1_23 = 'remove-
-- key', operation_1_24 = 'find-by-key', operation_1_25 = 'set-notification', operation_1_26 = 'read-
-- notification', operation_1_27 = 'keep-snapshot', operation_1_28 = 'list-snapshots', operation_1_29 =
-- 'delete-snapshot', code_2_1 = 'WSRC0001', code_2_2 = 'WSVRC006', code_2_3 = 'WSRC0019', code_2_4 =
-- 'WSEC0208'
SELECT date(audit.at) AS day, CASE WHEN (audit.operation IN (%(operation_1_1)s::VARCHAR,
        %(operation_1_2)s::VARCHAR, %(operation_1_3)s::VARCHAR, %(operation_1_4)s::VARCHAR,
        %(operation_1_5)s::VARCHAR, %(operation_1_6)s::VARCHAR, %(operation_1_7)s::VARCHAR,
        %(operation_1_8)s::VARCHAR, %(operation_1_9)s::VARCHAR, %(operation_1_10)s::VARCHAR,
        %(operation_1_11)s::VARCHAR, %(operation_1_12)s::VARCHAR, %(operation_1_13)s::VARCHAR,
        %(operation_1_14)s::VARCHAR, %(operation_1_15)s::VARCHAR, %(operation_1_16)s::VARCHAR,
        %(operation_1_17)s::VARCHAR, %(operation_1_18)s::VARCHAR, %(operation_1_19)s::VARCHAR,
        %(operation_1_20)s::VARCHAR, %(operation_1_21)s::VARCHAR, %(operation_1_22)s::VARCHAR,
        %(operation_1_23)s::VARCHAR, %(operation_1_24)s::VARCHAR, %(operation_1_25)s::VARCHAR,
        %(operation_1_26)s::VARCHAR, %(operation_1_27)s::VARCHAR, %(operation_1_28)s::VARCHAR,
        %(operation_1_29)s::VARCHAR)) THEN organisation.reference END AS reference, CASE WHEN (audit.operation
        IN (%(operation_1_1)s::VARCHAR, %(operation_1_2)s::VARCHAR, %(operation_1_3)s::VARCHAR,
        %(operation_1_4)s::VARCHAR, %(operation_1_5)s::VARCHAR, %(operation_1_6)s::VARCHAR,
        %(operation_1_7)s::VARCHAR, %(operation_1_8)s::VARCHAR, %(operation_1_9)s::VARCHAR,
        %(operation_1_10)s::VARCHAR, %(operation_1_11)s::VARCHAR, %(operation_1_12)s::VARCHAR,
        %(operation_1_13)s::VARCHAR, %(operation_1_14)s::VARCHAR, %(operation_1_15)s::VARCHAR,
        %(operation_1_16)s::VARCHAR, %(operation_1_17)s::VARCHAR, %(operation_1_18)s::VARCHAR,
        %(operation_1_19)s::VARCHAR, %(operation_1_20)s::VARCHAR, %(operation_1_21)s::VARCHAR,
        %(operation_1_22)s::VARCHAR, %(operation_1_23)s::VARCHAR, %(operation_1_24)s::VARCHAR,
        %(operation_1_25)s::VARCHAR, %(operation_1_26)s::VARCHAR, %(operation_1_27)s::VARCHAR,
        %(operation_1_28)s::VARCHAR, %(operation_1_29)s::VARCHAR)) THEN %(param_1)s::INTEGER ELSE
        %(param_2)s::INTEGER END AS by_operator, count(DISTINCT audit.call) AS calls, count(DISTINCT CASE WHEN
        (substr(audit.code, %(substr_1)s::INTEGER, %(substr_2)s::INTEGER) = %(substr_3)s::VARCHAR) THEN
        audit.call END) AS refused, count(DISTINCT CASE WHEN (audit.code = %(code_1)s::VARCHAR) THEN
        audit.call END) AS wrong_passwords, count(DISTINCT CASE WHEN (audit.operation IN
        (%(operation_1_1)s::VARCHAR, %(operation_1_2)s::VARCHAR, %(operation_1_3)s::VARCHAR,
        %(operation_1_4)s::VARCHAR, %(operation_1_5)s::VARCHAR, %(operation_1_6)s::VARCHAR,
        %(operation_1_7)s::VARCHAR, %(operation_1_8)s::VARCHAR, %(operation_1_9)s::VARCHAR,
        %(operation_1_10)s::VARCHAR, %(operation_1_11)s::VARCHAR, %(operation_1_12)s::VARCHAR,
        %(operation_1_13)s::VARCHAR, %(operation_1_14)s::VARCHAR, %(operation_1_15)s::VARCHAR,
        %(operation_1_16)s::VARCHAR, %(operation_1_17)s::VARCHAR, %(operation_1_18)s::VARCHAR,
        %(operation_1_19)s::VARCHAR, %(operation_1_20)s::VARCHAR, %(operation_1_21)s::VARCHAR,
        %(operation_1_22)s::VARCHAR, %(operation_1_23)s::VARCHAR, %(operation_1_24)s::VARCHAR,
        %(operation_1_25)s::VARCHAR, %(operation_1_26)s::VARCHAR, %(operation_1_27)s::VARCHAR,
        %(operation_1_28)s::VARCHAR, %(operation_1_29)s::VARCHAR) AND audit.code IN (%(code_2_1)s::VARCHAR,
        %(code_2_2)s::VARCHAR, %(code_2_3)s::VARCHAR, %(code_2_4)s::VARCHAR)) THEN audit.call
        END) AS nobody_found, count(DISTINCT audit.uln) AS learners, coalesce(sum(audit.misses),
        %(coalesce_1)s::INTEGER) AS misses
FROM audit
LEFT OUTER JOIN organisation ON organisation.id = audit.organisation_id
WHERE audit.organisation_id = %(organisation_id_1)s::INTEGER
    AND audit.uln = %(uln_1)s::VARCHAR
    AND audit.user_name = %(user_name_1)s::VARCHAR
    AND audit.operation = %(operation_2)s::VARCHAR
    AND audit.code = %(code_3)s::VARCHAR
    AND substr(audit.code, %(substr_1)s::INTEGER, %(substr_2)s::INTEGER) = %(substr_3)s::VARCHAR
    AND audit.id >= %(id_1)s::BIGINT
    AND audit.at >= %(at_1)s::TIMESTAMP WITHOUT TIME ZONE
    AND audit.id < %(id_2)s::BIGINT
    AND audit.at < %(at_2)s::TIMESTAMP WITHOUT TIME ZONE
GROUP BY date(audit.at), CASE WHEN (audit.operation IN (%(operation_1_1)s::VARCHAR,
        %(operation_1_2)s::VARCHAR, %(operation_1_3)s::VARCHAR, %(operation_1_4)s::VARCHAR,
        %(operation_1_5)s::VARCHAR, %(operation_1_6)s::VARCHAR, %(operation_1_7)s::VARCHAR,
        %(operation_1_8)s::VARCHAR, %(operation_1_9)s::VARCHAR, %(operation_1_10)s::VARCHAR,
        %(operation_1_11)s::VARCHAR, %(operation_1_12)s::VARCHAR, %(operation_1_13)s::VARCHAR,
        %(operation_1_14)s::VARCHAR, %(operation_1_15)s::VARCHAR, %(operation_1_16)s::VARCHAR,
        %(operation_1_17)s::VARCHAR, %(operation_1_18)s::VARCHAR, %(operation_1_19)s::VARCHAR,
        %(operation_1_20)s::VARCHAR, %(operation_1_21)s::VARCHAR, %(operation_1_22)s::VARCHAR,
        %(operation_1_23)s::VARCHAR, %(operation_1_24)s::VARCHAR, %(operation_1_25)s::VARCHAR,
        %(operation_1_26)s::VARCHAR, %(operation_1_27)s::VARCHAR, %(operation_1_28)s::VARCHAR,
        %(operation_1_29)s::VARCHAR)) THEN organisation.reference END, CASE WHEN (audit.operation IN
        (%(operation_1_1)s::VARCHAR, %(operation_1_2)s::VARCHAR, %(operation_1_3)s::VARCHAR,
        %(operation_1_4)s::VARCHAR, %(operation_1_5)s::VARCHAR, %(operation_1_6)s::VARCHAR,
        %(operation_1_7)s::VARCHAR, %(operation_1_8)s::VARCHAR, %(operation_1_9)s::VARCHAR,
        %(operation_1_10)s::VARCHAR, %(operation_1_11)s::VARCHAR, %(operation_1_12)s::VARCHAR,
        %(operation_1_13)s::VARCHAR, %(operation_1_14)s::VARCHAR, %(operation_1_15)s::VARCHAR,
        %(operation_1_16)s::VARCHAR, %(operation_1_17)s::VARCHAR, %(operation_1_18)s::VARCHAR,
        %(operation_1_19)s::VARCHAR, %(operation_1_20)s::VARCHAR, %(operation_1_21)s::VARCHAR,
        %(operation_1_22)s::VARCHAR, %(operation_1_23)s::VARCHAR, %(operation_1_24)s::VARCHAR,
        %(operation_1_25)s::VARCHAR, %(operation_1_26)s::VARCHAR, %(operation_1_27)s::VARCHAR,
        %(operation_1_28)s::VARCHAR, %(operation_1_29)s::VARCHAR)) THEN %(param_1)s::INTEGER ELSE
        %(param_2)s::INTEGER END
ORDER BY day DESC, calls DESC, reference
