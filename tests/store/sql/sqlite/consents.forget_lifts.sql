-- gateway/store/repositories/consents.py _FORGET_LIFTS
-- master_uln_, opt_out_lifted_by_
UPDATE learner
SET opt_out_lifted_by=NULL
WHERE learner.master_uln = ?
    AND learner.opt_out_lifted_by = ?
