"""Counts for Prometheus.

The processes of `serve` share their counts. Elsewhere each process has its own.
"""

from bisect import bisect_left
from dataclasses import dataclass

from gateway.counts import LOST, Counts, Key, shared_file


@dataclass(frozen=True, slots=True)
class Counter:
    """A counter: its name, its help text and its labels."""

    name: str
    text: str
    labels: tuple[str, ...] = ()


_CALLS = Counter("gateway_calls_total", "Calls answered or refused, by operation and code.", ("operation", "code"))
_ROWS = Counter("gateway_batch_rows_total", "Rows of batches that were done, by kind and code.", ("kind", "code"))
_LIFTED = Counter(
    "gateway_opt_outs_lifted_total", "Opt-outs that a fresh privacy notice has lifted, by operation.", ("operation",)
)
_REFUSED = Counter(
    "gateway_messages_refused_total", "Messages refused before any handler saw them, by reason.", ("reason",)
)
_GIVEN_UP = Counter(
    "gateway_groups_given_up_total", "Groups of calls that failed and were answered one by one, by error.", ("error",)
)
_UNLOGGED = Counter("gateway_log_lines_dropped_total", "Lines of the log that nobody read in time.")
_LOST = Counter(LOST[0], "Counts for whose name there was no room.")
COUNTERS = (_CALLS, _ROWS, _LIFTED, _REFUSED, _GIVEN_UP, _UNLOGGED, _LOST)

SECONDS = Counter(
    "gateway_call_seconds", "Seconds from the first look at the store to the commit, by operation.", ("operation",)
)
_BOUNDS = (0.001, 0.0025, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 1.0, 5.0, float("inf"))
BUCKETS = tuple(str(bound).replace("inf", "+Inf") for bound in _BOUNDS)
SUM = "sum"

_counts = Counts()


def share(processes: int) -> int:
    """Share counts with at most so many other processes.

    Return the file of counts.
    """
    file = shared_file(processes)
    share_in(file)
    return file


def share_in(file: int) -> None:
    """Share counts in a file of another process."""
    global _counts  # noqa: PLW0603  (what this process counts in)
    _counts = Counts(file)


def begin() -> None:
    """Begin to count, after a fork or a start."""
    _counts.begin()


def observe_call(operation: str, code: str, seconds: float) -> None:
    """Count a call that reached a handler."""
    bucket = BUCKETS[bisect_left(_BOUNDS, seconds)]
    _counts.add(
        ((_CALLS.name, operation, code), 1),
        ((SECONDS.name, operation, bucket), 1),
        ((SECONDS.name, operation, SUM), seconds),
    )


def observe_row(kind: str, code: str) -> None:
    """Count a row of a batch."""
    _counts.add(((_ROWS.name, kind, code), 1))


def observe_lifted(operation: str) -> None:
    """Count an opt-out that was lifted."""
    _counts.add(((_LIFTED.name, operation), 1))


def observe_refused(reason: str) -> None:
    """Count a message refused before any handler saw it."""
    _counts.add(((_REFUSED.name, reason), 1))


def observe_group_given_up(error: str) -> None:
    """Count a group of calls that was given up."""
    _counts.add(((_GIVEN_UP.name, error), 1))


def observe_unlogged(lines: int) -> None:
    """Count lines that were dropped from the log."""
    _counts.add(((_UNLOGGED.name,), lines))


def totals() -> dict[Key, float]:
    """Return the counts of all processes.

    Each has the name of a counter, and the values of its labels.
    """
    return _counts.totals()
