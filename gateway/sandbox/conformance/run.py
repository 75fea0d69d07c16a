"""A run of the conformance report: a client's calls, judged."""

import threading
from collections import Counter, deque
from datetime import datetime
from typing import Final

from gateway.sandbox.conformance.access import ACCESS
from gateway.sandbox.conformance.batches import BATCHES
from gateway.sandbox.conformance.learners import LEARNERS
from gateway.sandbox.conformance.messages import MESSAGES
from gateway.sandbox.conformance.network import NETWORK
from gateway.sandbox.conformance.seen import Seen
from gateway.sandbox.conformance.situation import Situation, State, Verdict
from gateway.sandbox.exchanges import Exchange, Exchanges

GROUPS: Final = (
    ("Messages", MESSAGES),
    ("Learners", LEARNERS),
    ("Access and records", ACCESS),
    ("The network", NETWORK),
    ("Batches", BATCHES),
)
SITUATIONS: Final = tuple(situation for _, group in GROUPS for situation in group)
_MOST = 5000


class ConformanceRun:
    """A client's calls in one space, from now on.

    It keeps the last 5,000. Threads may share it.
    """

    def __init__(self, client: str, began: datetime, exchanges: Exchanges) -> None:
        self.client = client
        self.began = began
        self._calls: deque[Seen] = deque(maxlen=_MOST)
        self._lock = threading.Lock()
        self._stop = exchanges.listen(self._add)

    def _add(self, exchange: Exchange) -> None:
        with self._lock:
            self._calls.append(Seen(exchange))

    def end(self) -> None:
        """Take no more calls."""
        self._stop()

    def verdicts(self) -> dict[Situation, Verdict]:
        """Return how the client did in each situation."""
        with self._lock:
            calls = list(self._calls)
        return {situation: situation.judge(calls) for situation in SITUATIONS}

    def summary(self) -> dict[str, int]:
        """Return how many situations are in each state."""
        counts = Counter(verdict.state for verdict in self.verdicts().values())
        return {state.value: counts[state] for state in State}
