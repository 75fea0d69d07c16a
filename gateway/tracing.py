"""Traces by OpenTelemetry: the extra `otel`.

Its libraries are imported only where traces are asked for. They read the variables of OpenTelemetry themselves.
"""

import logging
from typing import TYPE_CHECKING

from gateway import __version__

if TYPE_CHECKING:
    from opentelemetry.trace import Tracer

INSTALL = "pip install 'lrs-gateway[otel]'"


def find_tracer() -> "Tracer | None":
    """Return the tracer, or None without the extra.

    It drops spans until `export_spans` was called in the same process.
    """
    try:
        import opentelemetry.exporter.otlp.proto.http.trace_exporter  # noqa: PLC0415
        import opentelemetry.sdk.trace.export  # noqa: F401, PLC0415
        from opentelemetry import trace  # noqa: PLC0415
    except ImportError:
        return None
    return trace.get_tracer("gateway", __version__)


def export_spans() -> None:
    """Send the spans of this process from now on.

    A thread sends them. A process that was forked must call this itself: a thread is not copied.
    """
    from opentelemetry import trace  # noqa: PLC0415
    from opentelemetry.exporter.otlp.proto.http.trace_exporter import OTLPSpanExporter  # noqa: PLC0415
    from opentelemetry.sdk.resources import OTELResourceDetector, Resource  # noqa: PLC0415
    from opentelemetry.sdk.trace import TracerProvider  # noqa: PLC0415
    from opentelemetry.sdk.trace.export import BatchSpanProcessor  # noqa: PLC0415

    logging.getLogger("opentelemetry").setLevel(logging.ERROR)  # it warns of each attempt to reach the collector
    ours = Resource({"service.name": "lrs-gateway", "service.version": __version__})
    provider = TracerProvider(resource=Resource.create().merge(ours).merge(OTELResourceDetector().detect()))
    provider.add_span_processor(BatchSpanProcessor(OTLPSpanExporter()))
    trace.set_tracer_provider(provider)
