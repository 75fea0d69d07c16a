-- gateway/store/repositories/consents.py _FORGET_LIFTS
UPDATE learner
SET opt_out_lifted_by=NULL
WHERE learner.master_uln = %(master_uln_)s::VARCHAR
    AND learner.opt_out_lifted_by = %(opt_out_lifted_by_)s::VARCHAR
