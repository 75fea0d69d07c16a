-- gateway/store/repositories/consents.py _LIFT_OPT_OUTS
UPDATE learner
SET opt_out_lifted_by=%(opt_out_lifted_by_)s::VARCHAR
WHERE learner.master_uln = %(master_uln_)s::VARCHAR
    AND (learner.uln = ANY (%(ulns)s::TEXT[]) OR learner.opt_out_lifted_by IS NOT NULL)
