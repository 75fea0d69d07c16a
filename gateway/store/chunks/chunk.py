"""The plan of a chunk, and how it is written."""

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
    """The plan of what a chunk may read and change.

    Its rows are about people, or about the holders of ULNs.
    """

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
        """Write what is planned.

        Raises Overtaken if what was read has changed. The transaction must then be rolled back.
        """
        self.learners.write(learners)
        self.achievements.write(achievements)


@dataclass(frozen=True, slots=True, kw_only=True)
class PlannedUnit:
    """The unit for the rows of a chunk.

    A row that asks for more than is planned does not pass the type checker.
    """

    at: datetime
    matching_models: MatchingModels
    learners: PlannedLearners
    achievements: PlannedAchievements
    organisations: RememberedOrganisations
