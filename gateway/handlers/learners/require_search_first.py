"""Register only learners who were searched for (contract 6.2).

If GATEWAY_REGISTER_REQUIRES_FIND is set, these handlers replace the usual ones in the lists of operations. Batches need
no such rule, because they search for each row.
"""

from gateway.domain.actors import Caller
from gateway.domain.codes import Code
from gateway.domain.learner import identity_of
from gateway.handlers.learners.find_by_demographics import FindByDemographics, find_by_demographics
from gateway.handlers.learners.find_outcome import FindOutcome
from gateway.handlers.learners.register_learner import RegisterLearner, RegistrationOutcome, register_learner
from gateway.store.unit import Unit


def find_and_remember(request: FindByDemographics, caller: Caller, unit: Unit) -> FindOutcome:
    """Find learners, and store that the organisation has searched."""
    unit.recent_searches.remember(identity_of(request.person), caller)
    return find_by_demographics(request, caller, unit)


def register_after_find(request: RegisterLearner, caller: Caller, unit: Unit) -> RegistrationOutcome:
    """Register a person if the organisation has searched recently.

    The search must have been for the same key fields. If there was none, the code is WSRC0021.
    """
    if not unit.recent_searches.remembers(identity_of(request.person), caller):
        return RegistrationOutcome(code=Code.LEARNER_EXISTS, touched=())
    return register_learner(request, caller, unit)
