"""What a slice of a batch works with in place of the register, and how that is written."""

from collections.abc import Collection, Sequence
from datetime import datetime

from gateway.domain.learner import Person
from gateway.store.database.session import Session
from gateway.store.repositories.achievements import Achievements
from gateway.store.repositories.learners import Learners
from gateway.store.slices.achievements import PlannedAchievements
from gateway.store.slices.learners import Plan
from gateway.store.slices.organisations import RememberedOrganisations


class Slice:
    """Plans of all that the rows of a slice may read and change: people, or the holders of ULNs."""

    def __init__(self, session: Session, at: datetime, people: Sequence[Person], ulns: Collection[str]) -> None:
        self.learners = Plan(session, at, people, ulns)
        self.achievements = PlannedAchievements(session, at, ulns)
        self.organisations = RememberedOrganisations(session)

    def write(self, learners: Learners, achievements: Achievements) -> None:
        """Do what is planned. Raises Overtaken where what was read is no longer so; then nothing may stay."""
        self.learners.write(learners)
        self.achievements.write(achievements)
