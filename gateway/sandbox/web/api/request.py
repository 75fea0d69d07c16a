"""A call of the API, and what it answers."""

import json
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from gateway.sandbox.space import Space
from gateway.sandbox.spaces import BadSpace, Spaces


class Problem(Exception):
    """A call that fails.

    The message is a sentence for the caller.
    """

    def __init__(self, sentence: str, status: str = "400 Bad Request") -> None:
        super().__init__(sentence)
        self.status = status


class NotThere(Problem):
    """What the call is about is not there."""

    def __init__(self, sentence: str) -> None:
        super().__init__(sentence, "404 Not Found")


class Clashes(Problem):
    """The call does not fit what is there."""

    def __init__(self, sentence: str) -> None:
        super().__init__(sentence, "409 Conflict")


def sentence_of(error: Exception) -> str:
    """Return the words of an error as a sentence."""
    text = str(error)
    return f"{text[:1].upper()}{text[1:].rstrip('.')}."


@dataclass(frozen=True, slots=True, kw_only=True)
class ApiRequest:
    """A call: what is in its path, query and body."""

    spaces: Spaces
    address: str
    path: Mapping[str, str]
    query: Mapping[str, str]
    body: Mapping[str, Any]

    @property
    def space(self) -> Space:
        """The space that the path names. Raises NotThere."""
        try:
            return self.spaces.named(self.path["space"])
        except BadSpace as error:
            raise NotThere(sentence_of(error)) from error

    def number(self, name: str) -> int:
        """Return a number in the path. Raises NotThere."""
        text = self.path[name]
        if not (text.isascii() and text.isdecimal()) or len(text) > _MOST_DIGITS:
            raise NotThere(f"{text!r} is no number.")
        return int(text)

    def whole(self, name: str, default: int) -> int:
        """Return a whole number of the query. Raises Problem."""
        text = self.query.get(name, "")
        if not text:
            return default
        if not (text.isascii() and text.isdecimal()) or len(text) > _MOST_DIGITS:
            raise Problem(f"{name} must be a whole number.")
        return int(text)

    @property
    def seconds(self) -> float:
        """How long the caller waits. Raises Problem."""
        text = self.query.get("seconds", "")
        try:
            seconds = float(text or DEFAULT_SECONDS)
        except ValueError:
            seconds = -1.0
        if not 0 <= seconds <= MOST_SECONDS:
            raise Problem(f"seconds must be a number from 0 to {MOST_SECONDS}.")
        return seconds


DEFAULT_SECONDS = 10
MOST_SECONDS = 300
_MOST_DIGITS = 12
_MOST_BYTES = 64 * 1024


def read_object(body: bytes) -> dict[str, Any]:
    """Return the JSON object in a body, empty without one.

    Raises Problem.
    """
    if len(body) > _MOST_BYTES:
        raise Problem("The body is too long.", "413 Content Too Large")
    if not body.strip():
        return {}
    try:
        value = json.loads(body)
    except (ValueError, RecursionError) as error:
        raise Problem("The body must be JSON.") from error
    if not isinstance(value, dict):
        raise Problem("The body must be a JSON object.")
    return value
