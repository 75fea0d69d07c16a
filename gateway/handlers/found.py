"""What a find gives back, and how merged learners are followed to their masters."""

from collections.abc import Iterable
from dataclasses import dataclass

from gateway.domain import choices
from gateway.domain.codes import Code
from gateway.domain.learner import Learner, Standing
from gateway.handlers.outcome import Outcome
from gateway.store.unit import Unit


@dataclass(frozen=True, slots=True, kw_only=True)
class Found(Outcome):
    """The learners found, none where only a check was asked; `substituted` holds the ULNs of masters that stand in."""

    learners: tuple[Learner, ...] = ()
    substituted: frozenset[str] = frozenset()


def found(
    code: Code, learners: Iterable[Learner] = (), *, full: bool, substituted: frozenset[str] = frozenset()
) -> Found:
    """Give the outcome of a find; a check keeps the code and drops the learners."""
    learners = tuple(learners)
    shown = learners if full or choices.CHECK_RETURNS_LEARNERS else ()
    return Found(code=code, touched=tuple(learner.uln for learner in learners), learners=shown, substituted=substituted)


def master_of(learner: Learner, unit: Unit) -> Learner:
    """Give the learner that answers for this one: its master where it is merged, else itself.

    A master that was merged itself, after the learner was read, has handed on all that were merged into it.
    """
    if learner.master_uln is None:
        return learner
    master = unit.learners.by_uln(learner.master_uln)
    assert master is not None, "a foreign key keeps the master"
    return master_of(master, unit)


def standing_learner(uln: str, unit: Unit) -> Learner | None:
    """Give the learner with this ULN, living or merged; a deleted one is not found (contract 6.4)."""
    learner = unit.learners.by_uln(uln)
    return None if learner is None or learner.standing is Standing.DELETED else learner
