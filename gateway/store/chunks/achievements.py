"""Achievements by the hundred, for a chunk of a batch."""

from collections.abc import Collection

from gateway.domain.achievements import Achievement
from gateway.domain.actors import Caller
from gateway.domain.organisation import Organisation
from gateway.store.errors import Overtaken
from gateway.store.repositories.achievements import Achievements


class PlannedAchievements:
    """Achievements for the rows of a chunk.

    They are the achievements that were read, with the changes that the chunk plans.
    """

    def __init__(self, achievements: Achievements, ulns: Collection[str]) -> None:
        self._achievements = achievements
        self._to_look_up = set(ulns)
        self._looked_up: set[str] = set()
        self._now: dict[tuple[str, str, str], Achievement] = {}
        self._written: dict[tuple[str, str, str], tuple[Achievement, Organisation | None]] = {}
        self._versions: dict[int, int] = {}
        self._caller: Caller | None = None

    def by_reference(
        self, ulns: Collection[str], reference: str, identifier: str, caller: Caller
    ) -> Achievement | None:
        """Return a learner's achievement, with the changes planned so far."""
        self._look_up(ulns, caller)
        found = [self._now.get((uln, reference, identifier)) for uln in ulns]
        return next((one for one in found if one is not None), None)

    def _look_up(self, ulns: Collection[str], caller: Caller) -> None:
        """Read the achievements of these ULNs.

        The first call reads those of all ULNs of the chunk.
        """
        self._caller = caller
        unread = ({*ulns} | self._to_look_up) - self._looked_up
        if unread:
            for achievement in self._achievements.all_of(unread, caller):
                self._now[achievement.uln, achievement.reference, achievement.identifier] = achievement
                self._versions[achievement.event_id] = achievement.version
            self._looked_up |= unread

    def create(self, new: Achievement, provider: Organisation | None, caller: Caller) -> None:  # noqa: ARG002
        """Plan to write a new achievement."""
        self._plan(new, provider)

    def replace(self, stored: Achievement, now: Achievement, provider: Organisation | None) -> None:  # noqa: ARG002
        """Plan to write an achievement over the one held.

        The one held was read, or the chunk has made it.
        """
        self._plan(now, provider)

    def _plan(self, now: Achievement, provider: Organisation | None) -> None:
        key = now.uln, now.reference, now.identifier
        self._now[key] = now
        self._written[key] = now, provider

    def write(self, achievements: Achievements) -> None:
        """Write what is planned.

        Raises Overtaken if what was read has changed. The transaction must then be rolled back.
        """
        if self._caller is None:
            return
        # In the order of the ULNs, so that two jobs about the same learners do not deadlock.
        planned = sorted(self._written.values(), key=lambda one: one[0].uln)
        new = [one for one in planned if not one[0].event_id]
        changed = sorted(
            ((self._versions[now.event_id], now, provider) for now, provider in planned if now.event_id),
            key=lambda one: one[1].event_id,
        )
        if achievements.insert_all(new, self._caller) != len(new):
            raise Overtaken("another transaction has reported an achievement of this chunk")
        if achievements.update_all(changed) != len(changed):
            raise Overtaken("another transaction has changed an achievement of this chunk")
