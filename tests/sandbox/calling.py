"""Calls to a sandbox, as a client's program makes them."""

import json
import re
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, replace
from http.client import HTTPConnection
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

from gateway import demo
from gateway.demo import DemoOrganisation
from gateway.sandbox.sandbox import Sandbox
from gateway.sandbox.spaces import SandboxOptions
from gateway.serving.listening import listen
from gateway.settings import Settings
from tests.builders import FINDMSG, REGMSG, learner, miap

HEADERS = {"Content-Type": "text/xml; charset=utf-8", "SOAPAction": '""'}
LEARNER_SERVICE = "/LearnerService.svc"
_CODE = re.compile(r"<(?:\w+:)?(?:ResponseCode|ErrorCode)>(\w+)<")
_ULN = re.compile(r"<(?:\w+:)?ULN>(\d{10})<")


@dataclass(frozen=True)
class Answered:
    """An answer over HTTP."""

    status: int
    headers: dict[str, str]
    body: bytes

    @property
    def text(self) -> str:
        return self.body.decode()

    @property
    def value(self) -> Any:
        """The JSON value of the body, or None."""
        return json.loads(self.body) if self.body else None

    @property
    def code(self) -> str:
        """The code in the body, or ""."""
        found = _CODE.search(self.text)
        return "" if found is None else found[1]

    @property
    def uln(self) -> str:
        """The first ULN in the body, or ""."""
        found = _ULN.search(self.text)
        return "" if found is None else found[1]


@contextmanager
def running(folder: Path, **options: object) -> Iterator[Sandbox]:
    """Run a sandbox at a free port."""
    with Sandbox(SandboxOptions(folder=folder, **options), listen("127.0.0.1:0"), Settings()) as sandbox:  # type: ignore[arg-type]
        yield sandbox


def send(
    sandbox: Sandbox,
    message: str,
    path: str = LEARNER_SERVICE,
    *,
    method: str = "POST",
    seconds: float = 20,
    headers: Mapping[str, str] = HEADERS,
) -> Answered:
    """Send a message and return the answer."""
    return ask(sandbox, method, path, message.encode() or None, headers, seconds=seconds)


def ask(
    sandbox: Sandbox,
    method: str,
    path: str,
    body: bytes | None = None,
    headers: Mapping[str, str | None] | None = None,
    *,
    seconds: float = 20,
) -> Answered:
    """Send a request, without the headers that are None."""
    place = urlsplit(sandbox.address)
    stated = {name: value for name, value in (headers or {}).items() if value is not None}
    connection = HTTPConnection(str(place.hostname), place.port, timeout=seconds)
    try:
        connection.request(method, path, body, stated)
        answer = connection.getresponse()
        return Answered(answer.status, dict(answer.getheaders()), answer.read())
    finally:
        connection.close()


def find(by: DemoOrganisation = demo.COLLEGE, *, user: str = "registrar") -> str:
    """Return a message that finds Ann Lee by ULN."""
    values = {"ULN": demo.ANN_ULN, "FamilyName": "Lee", "GivenName": "Ann"}
    return miap(FINDMSG, "FindLearnerByULN", values, by=replace(by, user=user), find="FUL")


def register(by: DemoOrganisation = demo.COLLEGE, *, given: str = "Hal", user: str = "registrar") -> str:
    """Return a message that registers somebody new."""
    return miap(REGMSG, "RegisterLearner", {"Learner": learner(GivenName=given)}, by=replace(by, user=user))
