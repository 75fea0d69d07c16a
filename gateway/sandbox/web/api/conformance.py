"""The conformance report of a space."""

from typing import Any

from gateway.sandbox.conformance import report
from gateway.sandbox.conformance.run import ConformanceRun
from gateway.sandbox.web.api.request import ApiRequest, NotThere, Problem

_LONGEST_NAME = 80


def begin_conformance(call: ApiRequest) -> dict[str, Any]:
    """Begin a run, in place of one before."""
    client = str(call.body["client"]).strip()
    if not 0 < len(client) <= _LONGEST_NAME:
        raise Problem(f"The name of a client has 1 to {_LONGEST_NAME} characters.")
    return _shown(call.space.begin_conformance(client))


def show_conformance(call: ApiRequest) -> dict[str, Any]:
    """Return the report, with its page and its badge."""
    run = call.space.conformance
    if run is None:
        raise NotThere("No conformance run was begun in this space.")
    return _shown(run)


def _shown(run: ConformanceRun) -> dict[str, Any]:
    return {**report.as_json(run), "page": report.as_html(run), "badge": report.as_badge(run)}
