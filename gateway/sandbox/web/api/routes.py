"""The routes of the API, for calls and document."""

import re
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any, Final

from gateway.sandbox.web.api import conformance, spaces, watching
from gateway.sandbox.web.api.request import DEFAULT_SECONDS, MOST_SECONDS, ApiRequest
from gateway.sandbox.web.api.schemas import Schema, list_of, refer

BASE: Final = "/sandbox/api/v1"
_PLACE = re.compile(r"\{(\w+)\}")


@dataclass(frozen=True, slots=True, kw_only=True)
class Route:
    """A route.

    `answer` is the schema of what it returns, or None for nothing. `body` names the schema of what it takes. `query`
    has the allowed members with their texts. With `may_be_late` it answers 204 if nothing came in time.
    """

    method: str
    path: str
    function: Callable[[ApiRequest], Any]
    text: str
    answer: Schema | None = None
    body: str = ""
    query: dict[str, str]
    status: str = "200 OK"
    may_be_late: bool = False

    @property
    def name(self) -> str:
        """The name of the operation in the document."""
        return self.function.__name__

    @property
    def waits(self) -> bool:
        """Whether a call may take long."""
        return self.path.endswith("/wait")

    @property
    def places(self) -> list[str]:
        """The names of the variable parts of the path."""
        return _PLACE.findall(self.path)

    @property
    def pattern(self) -> re.Pattern[str]:
        """What a path must be like, after the base."""
        return re.compile(_PLACE.sub(r"(?P<\1>[^/]+)", self.path))


def _route(
    method: str,
    path: str,
    function: Callable[[ApiRequest], Any],
    text: str,
    answer: Schema | None = None,
    *,
    body: str = "",
    query: dict[str, str] | None = None,
    status: str = "200 OK",
    may_be_late: bool = False,
) -> Route:
    return Route(
        method=method,
        path=path,
        function=function,
        text=text,
        answer=answer,
        body=body,
        query=query or {},
        status="204 No Content" if answer is None else status,
        may_be_late=may_be_late,
    )


_SPACE: Final = "/spaces/{space}"
_CREATED: Final = "201 Created"
_WAITING: Final = {
    "after": "Numbers up to this one do not count.",
    "seconds": f"How long to wait, at most {MOST_SECONDS}; {DEFAULT_SECONDS} if not stated.",
}
_FILTER: Final = {
    "organisation": "UKPRN or reference that the request states.",
    "operation": "The contract's name of the operation, such as learnerByULN.",
    "code": "The code of the answer, such as WSRC0004.",
    "uln": "A ULN in the request or the answer.",
}
_TO: Final = {"to": "The address."}

ROUTES: Final = (
    _route("GET", "/scenarios", watching.list_scenarios, "List the scenarios.", list_of("Scenario")),
    _route("GET", "/spaces", spaces.list_spaces, "List the spaces.", list_of("Space")),
    _route(
        "POST", "/spaces", spaces.make_space, "Make a space with credentials of its own.", refer("Space"),
        body="NewSpace", status=_CREATED,
    ),
    _route("GET", _SPACE, spaces.show_space, "Show a space.", refer("Space")),
    _route("DELETE", _SPACE, spaces.delete_space, "Delete a space and all in it."),
    _route(
        "POST", f"{_SPACE}/reset", spaces.reset_space,
        "Reset a space: register, clock, plans, exchanges, e-mails. Checkpoints stay.", refer("Space"),
    ),
    _route("GET", f"{_SPACE}/checkpoints", spaces.list_checkpoints, "List checkpoints.", list_of("Checkpoint")),
    _route(
        "PUT", f"{_SPACE}/checkpoints/{{checkpoint}}", spaces.save_checkpoint,
        "Save register and clock, in place of a checkpoint of this name.", refer("Checkpoint"),
    ),
    _route(
        "POST", f"{_SPACE}/checkpoints/{{checkpoint}}/restore", spaces.restore_checkpoint,
        "Bring back register and clock.", refer("Space"),
    ),
    _route("DELETE", f"{_SPACE}/checkpoints/{{checkpoint}}", spaces.delete_checkpoint, "Delete a checkpoint."),
    _route("GET", f"{_SPACE}/clock", spaces.show_clock, "Read the clock.", refer("Clock")),
    _route(
        "POST", f"{_SPACE}/clock", spaces.move_clock,
        "Move the clock forward. The answer comes when the due work is done.", refer("Clock"), body="ClockMove",
    ),
    _route("GET", f"{_SPACE}/plans", watching.list_plans, "List the plans.", list_of("Plan")),
    _route(
        "POST", f"{_SPACE}/plans", watching.add_plan, "Plan a scenario for coming calls.", refer("Plan"),
        body="NewPlan", status=_CREATED,
    ),
    _route("DELETE", f"{_SPACE}/plans", watching.remove_plans, "Remove all plans."),
    _route("DELETE", f"{_SPACE}/plans/{{plan}}", watching.remove_plan, "Remove a plan."),
    _route(
        "GET", f"{_SPACE}/exchanges", watching.list_exchanges, "List exchanges, newest first.",
        list_of("ExchangeSummary"),
        query={**_FILTER, "after": _WAITING["after"], "limit": "How many at most; 1000 if not stated."},
    ),
    _route(
        "GET", f"{_SPACE}/exchanges/wait", watching.wait_for_exchange,
        "Wait for an exchange; 204 if none comes in time.", refer("Exchange"),
        query={**_FILTER, **_WAITING}, may_be_late=True,
    ),
    _route(
        "GET", f"{_SPACE}/exchanges/{{exchange}}", watching.show_exchange, "Show an exchange with its messages.",
        refer("Exchange"),
    ),
    _route(
        "POST", f"{_SPACE}/conformance", conformance.begin_conformance,
        "Begin to judge a client by its calls in this space.", refer("Conformance"), body="NewConformance",
        status=_CREATED,
    ),
    _route(
        "GET", f"{_SPACE}/conformance", conformance.show_conformance, "Show how the client did.", refer("Conformance")
    ),
    _route("GET", f"{_SPACE}/jobs", watching.list_jobs, "List batch jobs, newest first.", list_of("Job")),
    _route(
        "GET", f"{_SPACE}/jobs/{{job}}/wait", watching.wait_for_job,
        "Wait for the end of a job. The answer says whether it ended.", refer("Job"),
        query={"seconds": _WAITING["seconds"]},
    ),
    _route(
        "GET", f"{_SPACE}/inbox", watching.list_emails, "List e-mails that would be sent, newest first.",
        list_of("Email"), query=_TO,
    ),
    _route(
        "GET", f"{_SPACE}/inbox/wait", watching.wait_for_email, "Wait for an e-mail; 204 if none comes in time.",
        refer("Email"), query={**_TO, **_WAITING}, may_be_late=True,
    ),
)  # fmt: skip
"""The first route that fits a call counts."""
