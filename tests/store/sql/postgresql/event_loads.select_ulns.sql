-- gateway/store/repositories/event_loads.py _SELECT_ULNS
SELECT learner.uln
FROM learner
WHERE learner.uln = ANY (%(ulns)s::TEXT[])
