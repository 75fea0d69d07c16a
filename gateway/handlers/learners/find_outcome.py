"""What the operations that find learners return."""

from collections.abc import Iterable
from dataclasses import dataclass

from gateway.domain import choices
from gateway.domain.codes import Code
from gateway.domain.learner import Learner
from gateway.handlers.execution.outcome import Outcome


@dataclass(frozen=True, slots=True, kw_only=True)
class FindOutcome(Outcome):
    """The learners found, or none if only checked.

    `substituted` holds the ULNs of masters that stand for merged learners.
    """

    learners: tuple[Learner, ...] = ()
    substituted: frozenset[str] = frozenset()


def find_outcome(
    code: Code, learners: Iterable[Learner] = (), *, full: bool, substituted: frozenset[str] = frozenset()
) -> FindOutcome:
    """Return the outcome of a search.

    A check (`full` is false) has the code, but not the learners.
    """
    learners = tuple(learners)
    shown = learners if full or choices.CHECK_RETURNS_LEARNERS else ()
    return FindOutcome(
        code=code, touched=tuple(learner.uln for learner in learners), learners=shown, substituted=substituted
    )
