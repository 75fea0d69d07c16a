"""Counts and measures in the text format of Prometheus."""

from collections.abc import Iterator, Mapping
from itertools import accumulate
from types import MappingProxyType

from prometheus_client import CONTENT_TYPE_LATEST, CollectorRegistry, Gauge, generate_latest
from prometheus_client.core import CounterMetricFamily, HistogramMetricFamily, Metric
from prometheus_client.registry import Collector

from gateway import metrics
from gateway.counts import Key

CONTENT_TYPE = CONTENT_TYPE_LATEST

GAUGES = {
    "gateway_register_usable": "1 where the register can be read and written, else 0.",
    "gateway_batch_jobs_waiting": "Batch jobs that wait for a worker.",
    "gateway_batch_jobs_running": "Batch jobs that workers do.",
    "gateway_batch_oldest_waiting_seconds": "Seconds that the oldest waiting batch job has waited, or 0.",
    "gateway_workers": "Workers that have shown within a minute that they live.",
    "gateway_disk_free_bytes": "Bytes left on the disk of a SQLite register.",
}
"""Texts of what is measured on demand, not counted."""


def render_metrics(measured: Mapping[str, float] = MappingProxyType({})) -> bytes:
    """Return counts and measures in the Prometheus text format.

    `measured` holds values of GAUGES.
    """
    registry = CollectorRegistry()  # the library's own registry has the values of this process only
    registry.register(_Totals())
    for name, value in measured.items():
        Gauge(name, GAUGES[name], registry=registry).set(value)
    return generate_latest(registry)


class _Totals(Collector):
    def collect(self) -> Iterator[Metric]:
        totals = metrics.totals()
        for counter in metrics.COUNTERS:
            counted = CounterMetricFamily(counter.name, counter.text, labels=counter.labels)
            for labels, value in _of(counter, totals):
                counted.add_metric(labels, value)
            yield counted
        yield _durations(dict(_of(metrics.SECONDS, totals)))


def _of(counter: metrics.Counter, totals: dict[Key, float]) -> Iterator[tuple[Key, float]]:
    return ((key[1:], value) for key, value in totals.items() if key[0] == counter.name)


def _durations(counted: dict[Key, float]) -> Metric:
    family = HistogramMetricFamily(metrics.SECONDS.name, metrics.SECONDS.text, labels=metrics.SECONDS.labels)
    for operation in sorted({operation for operation, _ in counted}):
        sums = accumulate(counted.get((operation, bucket), 0.0) for bucket in metrics.BUCKETS)
        family.add_metric(
            [operation], list(zip(metrics.BUCKETS, sums, strict=True)), counted.get((operation, metrics.SUM), 0.0)
        )
    return family
