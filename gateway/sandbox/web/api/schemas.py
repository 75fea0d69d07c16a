"""JSON schemas of what the API takes and answers."""

from typing import Any, Final

Schema = dict[str, Any]


def _object(text: str, members: dict[str, Schema], *, optional: tuple[str, ...] = ()) -> Schema:
    return {
        "type": "object",
        "description": text,
        "properties": members,
        "required": [name for name in members if name not in optional],
        "additionalProperties": False,
    }


def _string(text: str = "", **more: Any) -> Schema:
    return {"type": "string", **({"description": text} if text else {}), **more}


def _whole(text: str = "", **more: Any) -> Schema:
    return {"type": "integer", **({"description": text} if text else {}), **more}


def refer(name: str) -> Schema:
    """Return a reference to a schema of the document."""
    return {"$ref": f"#/components/schemas/{name}"}


def list_of(name: str) -> Schema:
    """Return the schema of a list."""
    return {"type": "array", "items": refer(name)}


_TIME: Final = _string("UTC, without a zone: 2026-08-20T09:30:00.")
_OR_NONE: Final = {"type": ["string", "null"]}
_HEADERS: Final = {
    "type": "array",
    "items": {"type": "array", "items": {"type": "string"}, "minItems": 2, "maxItems": 2},
}

_MESSAGE: Final = _object(
    "A request or an answer.",
    {
        "headers": _HEADERS,
        "body": _string("The body as text. Of a long one only the beginning."),
        "length": _whole("Bytes of the whole body."),
    },
)

_SUMMARY: Final = {
    "number": _whole(),
    "at": _TIME,
    "peer": _string(),
    "operation": _string("The contract's name of the operation, or empty."),
    "organisation": _string("OrganisationRef of the caller, or empty."),
    "code": _string("The code of the answer, or empty."),
    "status": _string("Status line of the answer.", examples=["200 OK"]),
    "milliseconds": {"type": "number"},
    "scenario": _string("The scenario that decided the answer, or empty."),
    "fault": _string("What happened to the answer on its way, or empty."),
    "reference": _string("The reference of the call, as in the header X-Call-Reference."),
    "link": _string("The page of the exchange in the inspector.", format="uri"),
}

_PLAN: Final = {
    "scenario": _string(),
    "operation": _string("Only calls of this operation; empty for all."),
    "after": _whole("So many calls pass first.", minimum=0),
    "times": {"type": ["integer", "null"], "minimum": 1, "description": "So many calls get it; null for all."},
    "per_second": {
        "type": ["integer", "null"],
        "minimum": 1,
        "description": "Only calls beyond so many in a second get it.",
    },
    "probability": {"type": ["number", "null"], "description": "Only some calls get it. Needs a seed."},
    "seed": {"type": ["integer", "null"], "description": "The same seed chooses the same calls."},
}

SCHEMAS: Final[dict[str, Schema]] = {
    "Problem": _object(
        "What went wrong (RFC 9457).",
        {"title": _string(), "status": _whole(), "detail": _string("One sentence.")},
    ),
    "Organisation": _object(
        "An organisation of a space, with its credentials.",
        {
            "name": _string(),
            "ukprn": _string(),
            "reference": _string(),
            "user": _string(),
            "password": _string(),
            "roles": {"type": "array", "items": _string()},
            "suspended": {"type": "boolean"},
        },
    ),
    "Space": _object(
        "A space: register, clock, scenarios and exchanges of its own.",
        {
            "name": _string(),
            "organisations": list_of("Organisation"),
            "clock": refer("Clock"),
            "services": {"type": "array", "items": _string(format="uri"), "description": "The WSDLs."},
            "inspector": _string(format="uri"),
        },
    ),
    "NewSpace": _object(
        "A space to make.", {"name": _string("Without it the sandbox chooses one.")}, optional=("name",)
    ),
    "Checkpoint": _object("A checkpoint.", {"name": _string()}),
    "Clock": _object(
        "The clock of a space.",
        {"at": _TIME, "stands_still": {"type": "boolean"}, "transactions": _whole()},
        optional=("transactions",),
    ),
    "ClockMove": _object(
        "Where to move the clock: either to or by.",
        {
            "to": _string("A time in UTC: 2026-09-01 or 2026-09-01T09:30:00."),
            "by": _string("A duration.", examples=["P90D", "90d", "1h30m"]),
            "stop": {"type": "boolean", "description": "Let it stand still afterwards. Without it, as it was."},
        },
        optional=("to", "by", "stop"),
    ),
    "NewPlan": _object(
        "A scenario for coming calls.", _PLAN, optional=tuple(name for name in _PLAN if name != "scenario")
    ),
    "Plan": _object(
        "A scenario for coming calls.",
        {"number": _whole(), **_PLAN, "used": _whole("Calls that got it."), "spent": {"type": "boolean"}},
    ),
    "ExchangeSummary": _object("A call, without its messages.", _SUMMARY),
    "Exchange": _object(
        "A call.", {**_SUMMARY, "method": _string(), "path": _string(), "request": _MESSAGE, "answer": _MESSAGE}
    ),
    "Job": _object(
        "A batch job.",
        {
            "number": _whole(),
            "status": _string(),
            "ended": {"type": "boolean"},
            "size": _whole(),
            "done": _whole(),
            "submission": _string(),
            "email": _string("Whom to notify at the end, or empty."),
            "submitted_at": _TIME,
            "finished_at": _OR_NONE,
        },
    ),
    "NewConformance": _object("A client to judge.", {"client": _string("Its name.")}),
    "Situation": _object(
        "A situation, and how the client did in it.",
        {
            "group": _string(),
            "name": _string(),
            "title": _string(),
            "do": _string("How to get into it."),
            "state": _string("open, passed or failed."),
            "reason": _string(),
            "exchange": {"type": ["integer", "null"], "description": "The exchange that decided."},
        },
    ),
    "Conformance": _object(
        "A conformance report.",
        {
            "client": _string(),
            "began": _TIME,
            "summary": {"type": "object", "additionalProperties": _whole()},
            "situations": list_of("Situation"),
            "page": _string("The report as HTML."),
            "badge": _string("A badge as SVG."),
        },
    ),
    "Email": _object(
        "An e-mail that would be sent.",
        {
            "number": _whole(),
            "at": _TIME,
            "to": _string(),
            "subject": _string(),
            "text": _string(),
            "job": _whole(),
        },
    ),
    "Scenario": _object(
        "A scenario.",
        {
            "name": _string(),
            "text": _string(),
            "kind": _string(),
            "user_name": _string("The user name that asks for it."),
            "operations": {"type": "array", "items": _string(), "description": "None: it fits every operation."},
        },
    ),
}
"""Schemas by name. The document has them all."""


def check(value: dict[str, Any], name: str) -> str:
    """Return what is wrong with a caller's object.

    It is one sentence, or "". Values are checked by those who use them.
    """
    schema = SCHEMAS[name]
    known = schema["properties"]
    unknown = sorted(set(value) - set(known))
    if unknown:
        return f"{unknown[0][:40]!r} is not a member; known are {', '.join(sorted(known))}."
    missing = next((one for one in schema["required"] if one not in value), None)
    if missing is not None:
        return f"{missing} is missing."
    wrong = next((one for one in value if not _fits(value[one], known[one]["type"])), None)
    return "" if wrong is None else f"{wrong} has the wrong type."


_TYPES: Final[dict[str, type | tuple[type, ...]]] = {
    "string": str,
    "integer": int,
    "boolean": bool,
    "null": type(None),
    "number": (int, float),
}


def _fits(value: object, types: str | list[str]) -> bool:
    allowed = [types] if isinstance(types, str) else types
    if isinstance(value, bool):
        return "boolean" in allowed
    return any(isinstance(value, _TYPES[one]) for one in allowed)
