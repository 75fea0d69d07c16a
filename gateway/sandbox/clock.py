"""The clock of a space."""

import threading
from contextvars import ContextVar
from datetime import datetime, timedelta

from gateway.store.unit import Clock, utc_now

_MOMENT = timedelta(seconds=10)


class ClockMovedBack(Exception):
    """The clock of a space can only be moved forward."""


class SpaceClock:
    """A clock that runs, or stands still at a moment.

    Times are in UTC without a zone.
    """

    def __init__(self, stands_at: datetime | None = None) -> None:
        self._lock = threading.Lock()
        self._stands_at = stands_at
        self._ahead = timedelta()

    def __call__(self) -> datetime:
        """Return the time in the space."""
        return utc_now() + self._ahead if self._stands_at is None else self._stands_at

    @property
    def stands_still(self) -> bool:
        """Whether the clock stands still until it is moved."""
        return self._stands_at is not None

    def move(self, to: datetime, *, stop: bool) -> None:
        """Move the clock forward.

        It stands still afterwards if `stop` is True. A time of a moment ago, as a caller reads it from a clock that
        runs, is taken as now. Raises ClockMovedBack.
        """
        with self._lock:
            now = self()
            if to < now - _MOMENT:
                raise ClockMovedBack(f"the clock is at {now:%Y-%m-%dT%H:%M:%S} and can only be moved forward")
            self._set(max(to, now), stop=stop)

    def state(self) -> dict[str, object]:
        """Return what `restore` takes, for a checkpoint."""
        return {"at": self().isoformat(), "stands_still": self.stands_still}

    def restore(self, state: dict[str, object]) -> None:
        """Set the clock as it was at a checkpoint.

        A clock that runs goes on from that time.
        """
        with self._lock:
            self._set(datetime.fromisoformat(str(state["at"])), stop=bool(state["stands_still"]))

    def _set(self, at: datetime, *, stop: bool) -> None:
        self._stands_at = at if stop else None
        self._ahead = at - utc_now()


CURRENT_CLOCK: ContextVar[Clock] = ContextVar("current_clock", default=utc_now)
"""The clock of the present call's space."""


def current_time() -> datetime:
    """Return the time in the space of the present call.

    The services of all spaces are compiled once, with this clock.
    """
    return CURRENT_CLOCK.get()()
