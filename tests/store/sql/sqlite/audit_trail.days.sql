-- gateway/store/repositories/audit_trail.py days, built as it runs
-- operation_1_1 = 'find-by-uln', operation_1_2 = 'find-by-demographics', operation_1_3 = 'register',
-- operation_1_4 = 'update', operation_1_5 = 'update-contact', operation_1_6 = 'verify', operation_1_7 =
-- 'retrieve', operation_1_8 = 'read-record', operation_1_9 = 'view-audit', operation_1_10 = 'find-
-- organisation', operation_1_11 = 'submit-batch', operation_1_12 = 'read-batch', operation_1_13 = 'submit-
-- verify-batch', operation_1_14 = 'read-verify-batch', operation_1_15 = 'submit-achievements', operation_1_16
-- = 'read-achievements', operation_1_17 = 'report-merges', operation_1_18 = 'report-deletions',
-- operation_1_19 = 'create-challenge', operation_1_20 = 'list-challenges', operation_1_21 = 'delete-
-- challenge', operation_1_22 = 'store-key', operation_1_23 = 'remove-key', operation_1_24 = 'find-by-key',
-- operation_1_25 = 'set-notification', operation_1_26 = 'read-notification', operation_1_27 = 'keep-
-- snapshot', operation_1_28 = 'list-snapshots', operation_1_29 = 'delete-snapshot', operation_1_1 = 'find-by-
-- uln', operation_1_2 = 'find-by-demographics', operation_1_3 = 'register', operation_1_4 = 'update',
-- operation_1_5 = 'update-contact', operation_1_6 = 'verify', operation_1_7 = 'retrieve', operation_1_8 =
-- 'read-record', operation_1_9 = 'view-audit', operation_1_10 = 'find-organisation', operation_1_11 =
-- 'submit-batch', operation_1_12 = 'read-batch', operation_1_13 = 'submit-verify-batch', operation_1_14 =
-- 'read-verify-batch', operation_1_15 = 'submit-achievements', operation_1_16 = 'read-achievements',
-- operation_1_17 = 'report-merges', operation_1_18 = 'report-deletions', operation_1_19 = 'create-challenge',
-- operation_1_20 = 'list-challenges', operation_1_21 = 'delete-challenge', operation_1_22 = 'store-key',
-- operation_1_23 = 'remove-key', operation_1_24 = 'find-by-key', operation_1_25 = 'set-notification',
-- operation_1_26 = 'read-notification', operation_1_27 = 'keep-snapshot', operation_1_28 = 'list-snapshots',
-- operation_1_29 = 'delete-snapshot', param_1 = 0, param_2 = 1, substr_1 = 1, substr_2 = 4, substr_3 =
-- 'WSEC', code_1 = 'WSEC0005', operation_1_1 = 'find-by-uln', operation_1_2 = 'find-by-demographics',
-- operation_1_3 = 'register', operation_1_4 = 'update', operation_1_5 = 'update-contact', operation_1_6 =
-- 'verify', operation_1_7 = 'retrieve', operation_1_8 = 'read-record', operation_1_9 = 'view-audit',
-- operation_1_10 = 'find-organisation', operation_1_11 = 'submit-batch', operation_1_12 = 'read-batch',
-- operation_1_13 = 'submit-verify-batch', operation_1_14 = 'read-verify-batch', operation_1_15 = 'submit-
-- achievements', operation_1_16 = 'read-achievements', operation_1_17 = 'report-merges', operation_1_18 =
-- 'report-deletions', operation_1_19 = 'create-challenge', operation_1_20 = 'list-challenges', operation_1_21
-- = 'delete-challenge', operation_1_22 = 'store-key', operation_1_23 = 'remove-key', operation_1_24 = 'find-
-- by-key', operation_1_25 = 'set-notification', operation_1_26 = 'read-notification', operation_1_27 = 'keep-
-- snapshot', operation_1_28 = 'list-snapshots', operation_1_29 = 'delete-snapshot', code_2_1 = 'WSRC0001',
-- code_2_2 = 'WSVRC006', code_2_3 = 'WSRC0019', code_2_4 = 'WSEC0208', coalesce_1 = 0, organisation_id_1 = 1,
-- uln_1 = '3000000207', user_name_1 = 'registrar', operation_2 = <Operation.UPDATE: 'update'>, code_3 =
-- 'WSRC0004', substr_1 = 1, substr_2 = 4, substr_3 = 'WSEC', id_1 = 0, at_1 = datetime.datetime(2026, 8, 25,
-- 12, 0), id_2 = 0, at_2 = datetime.datetime(2026, 9, 1, 12, 0), operation_1_1 = 'find-by-uln', operation_1_2
-- = 'find-by-demographics', operation_1_3 = 'register', operation_1_4 = 'update', operation_1_5 = 'update-
-- contact', operation_1_6 = 'verify', operation_1_7 = 'retrieve', operation_1_8 = 'read-record',
-- operation_1_9 = 'view-audit', operation_1_10 = 'find-organisation', operation_1_11 = 'submit-batch',
-- operation_1_12 = 'read-batch', operation_1_13 = 'submit-verify-batch', operation_1_14 = 'read-verify-
-- batch', operation_1_15 = 'submit-achievements', operation_1_16 = 'read-achievements', operation_1_17 =
-- 'report-merges', operation_1_18 = 'report-deletions', operation_1_19 = 'create-challenge', operation_1_20 =
-- 'list-challenges', operation_1_21 = 'delete-challenge', operation_1_22 = 'store-key', operation_1_23 =
-- 'remove-key', operation_1_24 = 'find-by-key', operation_1_25 = 'set-notification', operation_1_26 = 'read-
-- notification', operation_1_27 = 'keep-snapshot', operation_1_28 = 'list-snapshots', operation_1_29 =
-- 'delete-snapshot', operation_1_1 = 'find-by-uln', operation_1_2 = 'find-by-demographics', operation_1_3 =
-- 'register', operation_1_4 = 'update', operation_1_5 = 'update-contact', operation_1_6 = 'verify',
-- operation_1_7 = 'retrieve', operation_1_8 = 'read-record', operation_1_9 = 'view-audit', operation_1_10 =
-- 'find-organisation', operation_1_11 = 'submit-batch', operation_1_12 = 'read-batch', operation_1_13 =
-- 'submit-verify-batch', operation_1_14 = 'read-verify-batch', operation_1_15 = 'submit-achievements',
-- operation_1_16 = 'read-achievements', operation_1_17 = 'report-merges', operation_1_18 = 'report-
-- deletions', operation_1_19 = 'create-challenge', operation_1_20 = 'list-challenges', operation_1_21 =
-- 'delete-challenge', operation_1_22 = 'store-key', operation_1_23 = 'remove-key', operation_1_24 = 'find-by-
-- key', operation_1_25 = 'set-notification', operation_1_26 = 'read-notification', operation_1_27 = 'keep-
-- snapshot', operation_1_28 = 'list-snapshots', operation_1_29 = 'delete-snapshot', param_1 = 0, param_2 = 1
SELECT date(audit.at) AS day, CASE WHEN (audit.operation IN (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?,
        ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)) THEN organisation.reference END AS reference, CASE WHEN
        (audit.operation IN (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?,
        ?, ?)) THEN ? ELSE ? END AS by_operator, count(DISTINCT audit.call) AS calls, count(DISTINCT CASE WHEN
        (substr(audit.code, ?, ?) = ?) THEN audit.call END) AS refused, count(DISTINCT CASE WHEN (audit.code =
        ?) THEN audit.call END) AS wrong_passwords, count(DISTINCT CASE WHEN (audit.operation IN (?, ?, ?, ?,
        ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?) AND audit.code IN (?, ?, ?,
        ?)) THEN audit.call END) AS nobody_found, count(DISTINCT audit.uln) AS learners,
        coalesce(sum(audit.misses), ?) AS misses
FROM audit
LEFT OUTER JOIN organisation ON organisation.id = audit.organisation_id
WHERE audit.organisation_id = ?
    AND audit.uln = ?
    AND audit.user_name = ?
    AND audit.operation = ?
    AND audit.code = ?
    AND substr(audit.code, ?, ?) = ?
    AND audit.id >= ?
    AND audit.at >= ?
    AND audit.id < ?
    AND audit.at < ?
GROUP BY date(audit.at), CASE WHEN (audit.operation IN (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?,
        ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)) THEN organisation.reference END, CASE WHEN (audit.operation IN (?,
        ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)) THEN ? ELSE ? END
ORDER BY day DESC, calls DESC, reference
