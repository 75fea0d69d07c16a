"""Lets nobody register a learner without having looked for one (contract 6.2), where the operator wants it so.

The tables of operations name these in place of the plain handlers under GATEWAY_REGISTER_REQUIRES_FIND; batches look
for themselves.
"""

from gateway.domain.actors import Caller
from gateway.domain.codes import Code
from gateway.domain.learner import identity_of
from gateway.handlers.learners.find_by_demographics import FindByDemographics, find_by_demographics
from gateway.handlers.learners.find_outcome import FindOutcome
from gateway.handlers.learners.register_learner import RegisterLearner, RegistrationOutcome, register_learner
from gateway.store.unit import Unit


def find_and_remember(request: FindByDemographics, caller: Caller, unit: Unit) -> FindOutcome:
    """Find the learners whom the person may be, and remember that the organisation has looked."""
    unit.recent_searches.remember(identity_of(request.person), caller)
    return find_by_demographics(request, caller, unit)


def register_after_find(request: RegisterLearner, caller: Caller, unit: Unit) -> RegistrationOutcome:
    """Register the person, if the organisation has looked for the same key fields lately; WSRC0021 if not."""
    if not unit.recent_searches.remembers(identity_of(request.person), caller):
        return RegistrationOutcome(code=Code.LEARNER_EXISTS, touched=())
    return register_learner(request, caller, unit)
