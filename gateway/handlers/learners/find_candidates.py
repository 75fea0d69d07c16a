"""Find candidates for an operator to choose from (contract 6.1).

Each comes with the fields in which it differs.
"""

from dataclasses import dataclass

from gateway.domain import matching
from gateway.domain.codes import Code
from gateway.domain.learner import Learner, Person
from gateway.handlers.learners.find_by_demographics import find_learners
from gateway.store.unit import Unit


@dataclass(frozen=True, slots=True, kw_only=True)
class ShownCandidate:
    """A learner whom the person may be.

    `differs` names each field in which the two differ, and how much.
    """

    learner: Learner
    differs: tuple[str, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Candidates:
    """The learners whom a person may be, likeliest first.

    `code` is what learnerByDemographics answers.
    """

    code: Code
    shown: tuple[ShownCandidate, ...]

    @property
    def ulns(self) -> tuple[str, ...]:
        """Return the ULNs of the candidates."""
        return tuple(one.learner.uln for one in self.shown)


def find_candidates(person: Person, unit: Unit) -> Candidates:
    """Find candidates by the rules of learnerByDemographics."""
    found = find_learners(person, unit, full=True)
    asked, model = matching.traits_of(person), unit.matching_models.current
    shown = []
    for learner in found.learners:
        explanation = matching.explain(model, asked, matching.traits_of(learner.person))
        differs = tuple(f"{one.field}: {one.level}" for one in explanation.evidence if one.differs)
        shown.append(ShownCandidate(learner=learner, differs=differs))
    return Candidates(code=found.code, shown=tuple(shown))
