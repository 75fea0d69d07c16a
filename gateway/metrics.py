"""What is counted: `serve` shares the counts between its processes, elsewhere each process has its own."""

from bisect import bisect_left
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from itertools import accumulate
from types import MappingProxyType

from prometheus_client import CONTENT_TYPE_LATEST, REGISTRY, CollectorRegistry, Gauge, generate_latest
from prometheus_client.core import CounterMetricFamily, HistogramMetricFamily, Metric
from prometheus_client.registry import Collector

from gateway.counts import LOST, Counts, Key, shared_file

CONTENT_TYPE = CONTENT_TYPE_LATEST


@dataclass(frozen=True, slots=True)
class _Counter:
    name: str
    text: str
    labels: tuple[str, ...] = ()


_CALLS = _Counter("gateway_calls_total", "Calls answered or refused, by operation and code.", ("operation", "code"))
_ROWS = _Counter("gateway_batch_rows_total", "Rows of batches that were done, by kind and code.", ("kind", "code"))
_LIFTED = _Counter(
    "gateway_opt_outs_lifted_total", "Opt-outs that a fresh privacy notice has lifted, by operation.", ("operation",)
)
_REFUSED = _Counter(
    "gateway_messages_refused_total", "Messages refused before any handler saw them, by reason.", ("reason",)
)
_UNLOGGED = _Counter("gateway_log_lines_dropped_total", "Lines of the log that nobody read in time.")
_LOST = _Counter(LOST[0], "Counts for whose name there was no room.")
_COUNTERS = (_CALLS, _ROWS, _LIFTED, _REFUSED, _UNLOGGED, _LOST)

GAUGES = {
    "gateway_register_usable": "1 where the register can be read and written, else 0.",
    "gateway_batch_jobs_waiting": "Batch jobs that wait for a worker.",
    "gateway_batch_jobs_running": "Batch jobs that workers do.",
    "gateway_batch_oldest_waiting_seconds": "Seconds that the oldest waiting batch job has waited, or 0.",
    "gateway_workers": "Workers that have shown within a minute that they live.",
    "gateway_disk_free_bytes": "Bytes left on the disk of a SQLite register.",
}
"""What is measured when somebody asks, and not counted; by names."""

_SECONDS = _Counter(
    "gateway_call_seconds", "Seconds from the first look at the store to the commit, by operation.", ("operation",)
)
_BOUNDS = (0.001, 0.0025, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 1.0, 5.0, float("inf"))
_BUCKETS = tuple(str(bound).replace("inf", "+Inf") for bound in _BOUNDS)
_SUM = "sum"

_counts = Counts()


def share(processes: int) -> int:
    """Count from now on with other processes, of which there are at most so many at once; return the file of counts."""
    file = shared_file(processes)
    share_in(file)
    return file


def share_in(file: int) -> None:
    """Count from now on in a file that another process has made."""
    global _counts  # noqa: PLW0603  (what this process counts in)
    _counts = Counts(file)


def begin() -> None:
    """Begin to count in a process that was forked or started to share."""
    _counts.begin()


def observe_call(operation: str, code: str, seconds: float) -> None:
    """Count a call that reached a handler."""
    bucket = _BUCKETS[bisect_left(_BOUNDS, seconds)]
    _counts.add(
        ((_CALLS.name, operation, code), 1),
        ((_SECONDS.name, operation, bucket), 1),
        ((_SECONDS.name, operation, _SUM), seconds),
    )


def observe_row(kind: str, code: str) -> None:
    """Count a row of a batch."""
    _counts.add(((_ROWS.name, kind, code), 1))


def observe_lifted(operation: str) -> None:
    """Count an opt-out that was lifted."""
    _counts.add(((_LIFTED.name, operation or "unknown"), 1))


def observe_refused(reason: str) -> None:
    """Count a message that was refused before any handler saw it."""
    _counts.add(((_REFUSED.name, reason), 1))


def observe_unlogged(lines: int) -> None:
    """Count lines that were dropped from the log."""
    _counts.add(((_UNLOGGED.name,), lines))


def exposition(measured: Mapping[str, float] = MappingProxyType({})) -> bytes:
    """Return all counts, and what was measured of the GAUGES, in the Prometheus text format."""
    registry = CollectorRegistry()  # the library's own holds what is of this process alone
    registry.register(_TOTALS)
    for name, value in measured.items():
        Gauge(name, GAUGES[name], registry=registry).set(value)
    return generate_latest(registry)


class _Totals(Collector):
    def collect(self) -> Iterator[Metric]:
        totals = _counts.totals()
        for counter in _COUNTERS:
            counted = CounterMetricFamily(counter.name, counter.text, labels=counter.labels)
            for labels, value in _of(counter, totals):
                counted.add_metric(labels, value)
            yield counted
        yield _durations(dict(_of(_SECONDS, totals)))


def _of(counter: _Counter, totals: dict[Key, float]) -> Iterator[tuple[Key, float]]:
    return ((key[1:], value) for key, value in totals.items() if key[0] == counter.name)


def _durations(counted: dict[Key, float]) -> Metric:
    family = HistogramMetricFamily(_SECONDS.name, _SECONDS.text, labels=_SECONDS.labels)
    for operation in sorted({operation for operation, _ in counted}):
        sums = accumulate(counted.get((operation, bucket), 0.0) for bucket in _BUCKETS)
        family.add_metric([operation], list(zip(_BUCKETS, sums, strict=True)), counted.get((operation, _SUM), 0.0))
    return family


_TOTALS = _Totals()
REGISTRY.register(_TOTALS)
