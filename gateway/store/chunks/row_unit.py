"""What the rows of a batch may ask and change.

They work on the register, or on a plan of it.
"""

from collections.abc import Collection
from datetime import datetime
from typing import Protocol

from gateway.domain.achievements import Achievement
from gateway.domain.actors import Caller
from gateway.domain.learner import Learner, Person
from gateway.domain.matching import Candidate
from gateway.domain.organisation import Organisation
from gateway.store.repositories.matching_models import MatchingModels


class RowLearners(Protocol):
    """The learners, as rows work with them."""

    def by_uln(self, uln: str, /) -> Learner | None:
        """Return the learner with this ULN, or None.

        Merged and deleted learners are returned too.
        """

    def by_ulns(self, ulns: Collection[str], /) -> dict[str, Learner]:
        """Return the learners with these ULNs, by ULN."""

    def candidates(self, person: Person, /) -> list[Candidate]:
        """Return the candidates for a person, by ULN.

        They are active or merged learners.
        """

    def register(self, person: Person, caller: Caller, /) -> str:
        """Register a new learner and return the ULN.

        Raises LearnerExists.
        """

    def replace(self, learner: Learner, person: Person, caller: Caller, /) -> None:
        """Replace the details of a learner. Raises Conflict."""


class RowAchievements(Protocol):
    """The achievements, as rows work with them."""

    def by_reference(
        self, ulns: Collection[str], reference: str, identifier: str, caller: Caller, /
    ) -> Achievement | None:
        """Return the achievement that the caller's organisation has reported.

        Return None if there is none. `ulns` are the learner's.
        """

    def create(self, new: Achievement, provider: Organisation | None, caller: Caller, /) -> None:
        """Write a new achievement. Raises AchievementExists."""

    def replace(self, stored: Achievement, now: Achievement, provider: Organisation | None, /) -> None:
        """Write an achievement over the one that was read.

        Raises Conflict.
        """


class RowOrganisations(Protocol):
    """The organisations, as rows ask for them."""

    def named(self, ukprn: str, reference: str, /) -> Organisation | None:
        """Return the organisation with these identifiers, or None."""


class RowUnit(Protocol):
    """The unit that the handler of a row works with.

    It is a `Unit` or a `PlannedUnit`, and can be asked no more than this.
    """

    @property
    def at(self) -> datetime:
        """The moment of the unit, in UTC without a zone."""

    @property
    def learners(self) -> RowLearners:
        """Learners."""

    @property
    def achievements(self) -> RowAchievements:
        """Achievements that awarding organisations have reported."""

    @property
    def organisations(self) -> RowOrganisations:
        """Organisations."""

    @property
    def matching_models(self) -> MatchingModels:
        """Models of matching."""
