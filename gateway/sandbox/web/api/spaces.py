"""Spaces, and what a space can be brought back to."""

from datetime import UTC, datetime
from typing import Any

from gateway.sandbox.clock import ClockMovedBack
from gateway.sandbox.durations import BadDuration, read_duration
from gateway.sandbox.space import Space, UnknownCheckpoint
from gateway.sandbox.spaces import DEFAULT, BadSpace
from gateway.sandbox.web.api.request import ApiRequest, Clashes, NotThere, Problem, sentence_of


def list_spaces(call: ApiRequest) -> list[Any]:
    """Return all spaces."""
    return [_shown(call, space) for space in call.spaces.all()]


def make_space(call: ApiRequest) -> dict[str, Any]:
    """Make a space, and return its credentials."""
    try:
        return _shown(call, call.spaces.new(call.body.get("name", "")))
    except BadSpace as error:
        raise Clashes(sentence_of(error)) from error


def show_space(call: ApiRequest) -> dict[str, Any]:
    """Return one space."""
    return _shown(call, call.space)


def delete_space(call: ApiRequest) -> None:
    """Delete a space and all in it."""
    try:
        call.spaces.delete(call.space.name)
    except BadSpace as error:
        raise Clashes(sentence_of(error)) from error


def reset_space(call: ApiRequest) -> dict[str, Any]:
    """Reset all there is in a space."""
    call.space.reset()
    return _shown(call, call.space)


def list_checkpoints(call: ApiRequest) -> list[Any]:
    """Return the checkpoints, oldest first."""
    return [{"name": name} for name in call.space.checkpoints()]


def save_checkpoint(call: ApiRequest) -> dict[str, Any]:
    """Save a checkpoint, in place of one of this name."""
    name = call.path["checkpoint"]
    if not 0 < len(name) <= _LONGEST_NAME:
        raise Problem(f"The name of a checkpoint has 1 to {_LONGEST_NAME} characters.")
    call.space.save_checkpoint(name)
    return {"name": name}


def restore_checkpoint(call: ApiRequest) -> dict[str, Any]:
    """Bring back a checkpoint."""
    try:
        call.space.restore_checkpoint(call.path["checkpoint"])
    except UnknownCheckpoint as error:
        raise NotThere(sentence_of(error)) from error
    return _shown(call, call.space)


def delete_checkpoint(call: ApiRequest) -> None:
    """Delete a checkpoint."""
    try:
        call.space.delete_checkpoint(call.path["checkpoint"])
    except UnknownCheckpoint as error:
        raise NotThere(sentence_of(error)) from error


def show_clock(call: ApiRequest) -> dict[str, Any]:
    """Return the clock."""
    return _clock(call.space)


def move_clock(call: ApiRequest) -> dict[str, Any]:
    """Move the clock, do what is due, and return it."""
    space, body = call.space, call.body
    if ("to" in body) == ("by" in body):
        raise Problem("State either to or by.")
    try:
        to = _time(body["to"]) if "to" in body else space.clock() + read_duration(body["by"])
        done = space.move_clock(to, stop=body.get("stop", space.clock.stands_still))
    except BadDuration as error:
        raise Problem(sentence_of(error)) from error
    except ClockMovedBack as error:
        raise Clashes(sentence_of(error)) from error
    except OverflowError as error:
        raise Problem("The time is too late.") from error
    return {**_clock(space), "transactions": done}


def _time(text: str) -> datetime:
    try:
        at = datetime.fromisoformat(text)
    except ValueError as error:
        raise Problem("to must be a time: 2026-09-01 or 2026-09-01T09:30:00.") from error
    return at if at.tzinfo is None else at.astimezone(UTC).replace(tzinfo=None)


def _clock(space: Space) -> dict[str, Any]:
    return {"at": space.clock().isoformat(timespec="seconds"), "stands_still": space.clock.stands_still}


def _shown(call: ApiRequest, space: Space) -> dict[str, Any]:
    return {
        "name": space.name,
        "organisations": [
            {
                "name": one.name,
                "ukprn": one.ukprn,
                "reference": one.reference,
                "user": one.user,
                "password": one.password,
                "roles": sorted(one.roles),
                "suspended": one.suspended,
            }
            for one in space.organisations
        ],
        "clock": _clock(space),
        "services": list(space.gateway.wsdl_addresses),
        "inspector": f"{call.address}/inspector" + ("" if space.name == DEFAULT else f"/{space.name}"),
    }


_LONGEST_NAME = 100
