"""The page of metrics."""

from gateway import metrics, prometheus
from tests.docs.reference.markdown import code, codes, page, table


def write_metrics() -> str:
    """Return the page of all metrics."""
    return page(
        "Metrics",
        "`/metrics` at the address for operators (`GATEWAY_ADMIN_BIND`) has these, in the text format of Prometheus.",
        "## Counts",
        "A count begins at 0 when `serve` starts. The processes of `serve` share their counts.",
        table(
            ("metric", "what it counts", "labels"),
            ((code(one.name), one.text, codes(one.labels)) for one in metrics.COUNTERS),
        ),
        "## Durations",
        table(
            ("metric", "what it measures", "labels"),
            [(code(metrics.SECONDS.name), metrics.SECONDS.text, codes(metrics.SECONDS.labels))],
        ),
        f"It is a histogram with the bounds {', '.join(metrics.BUCKETS)} seconds.",
        "## Measures",
        "These are read when you ask for them.",
        table(("metric", "what it is"), ((code(name), text) for name, text in prometheus.GAUGES.items())),
    )
