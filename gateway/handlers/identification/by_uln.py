"""Find the learner with a ULN, and the master of a merged one (contract 6.4)."""

from gateway.domain.learner import Learner, Standing
from gateway.store.unit import Unit


def master_of(learner: Learner, unit: Unit) -> Learner:
    """Return the learner that answers for this one: its master where it is merged, else itself.

    A master that was merged itself, after the learner was read, has handed on all that were merged into it.
    """
    if learner.master_uln is None:
        return learner
    master = unit.learners.by_uln(learner.master_uln)
    assert master is not None, "a foreign key keeps the master"
    return master_of(master, unit)


def standing_learner(uln: str, unit: Unit) -> Learner | None:
    """Return the learner with this ULN, living or merged; a deleted one is not found (contract 6.4)."""
    learner = unit.learners.by_uln(uln)
    return None if learner is None or learner.standing is Standing.DELETED else learner
