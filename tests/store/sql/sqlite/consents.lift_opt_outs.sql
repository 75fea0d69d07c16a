-- gateway/store/repositories/consents.py _LIFT_OPT_OUTS
-- opt_out_lifted_by_, master_uln_, ulns
UPDATE learner
SET opt_out_lifted_by=?
WHERE learner.master_uln = ?
    AND (learner.uln IN (
        SELECT value
        FROM json_each(?)
    ) OR learner.opt_out_lifted_by IS NOT NULL)
