"""What a chunk of a batch works with in place of the register, and how that is written."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import datetime

from gateway.domain.learner import Person
from gateway.store.chunks.achievements import PlannedAchievements
from gateway.store.chunks.learners import PlannedLearners
from gateway.store.chunks.organisations import RememberedOrganisations
from gateway.store.repositories.achievements import Achievements
from gateway.store.repositories.learners import Learners
from gateway.store.repositories.matching_models import MatchingModels
from gateway.store.repositories.organisations import Organisations


class Chunk:
    """Plans of all that the rows of a chunk may read and change: people, or the holders of ULNs."""

    def __init__(
        self,
        learners: Learners,
        achievements: Achievements,
        organisations: Organisations,
        at: datetime,
        people: Sequence[Person],
        ulns: Collection[str],
    ) -> None:
        self.learners = PlannedLearners(learners, at, people, ulns)
        self.achievements = PlannedAchievements(achievements, ulns)
        self.organisations = RememberedOrganisations(organisations)

    def write(self, learners: Learners, achievements: Achievements) -> None:
        """Do what is planned.

        Raises Overtaken where what was read is no longer so; then nothing may stay.
        """
        self.learners.write(learners)
        self.achievements.write(achievements)


@dataclass(frozen=True, slots=True, kw_only=True)
class PlannedUnit:
    """What the rows of a chunk work with.

    A row that asks for more than is planned does not pass the type checker.
    """

    at: datetime
    matching_models: MatchingModels
    learners: PlannedLearners
    achievements: PlannedAchievements
    organisations: RememberedOrganisations
