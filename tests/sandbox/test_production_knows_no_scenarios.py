"""Outside the sandbox, scenarios are plain data.

Two gateways on registers that are alike get the same messages, but for a value: to a sandbox it would be a scenario, or
not. Their answers have the same bytes, but for the value itself where an answer repeats it.
"""

import io
import random
import re
from collections.abc import Iterator, Sequence
from contextlib import ExitStack, contextmanager
from datetime import datetime
from pathlib import Path

import pytest

from gateway import demo
from gateway.app import Gateway
from gateway.batch_worker.worker import Worker
from gateway.domain.batch import JobKind
from gateway.sandbox.scenarios import cast
from gateway.sandbox.scenarios.catalogue import SCENARIOS
from gateway.sandbox.scenarios.forced import FORCED, with_scenarios
from gateway.sandbox.scenarios.numbers import scenario_uln
from gateway.sandbox.scenarios.outcomes.batches import POLLING, SUBMITTING
from gateway.settings import Settings
from gateway.store.database import schema
from gateway.store.database.engine import open_engine
from gateway.store.unit import Store
from gateway.wire.services import SERVICES, ServiceRow
from tests.builders import FINDMSG, miap
from tests.sandbox.messages import Served, by_user, message, supported

_NOW = datetime(2026, 8, 20, 12, 0)
_DRAWN = re.compile(rb"DC[2-9B-Z]{9}|[0-9a-f]{8}-[0-9a-f-]{27}")
"""References and GUIDs, which the operating system draws."""
_JOB = re.compile(rb"(<(?:\w+:)?(?:JobID|jobId|JobId)>)(\d+)(<)")


class Production:
    """A gateway on a register with the scenarios' learners."""

    def __init__(self, folder: Path, served: Sequence[ServiceRow] = SERVICES) -> None:
        settings = Settings(database_url=f"sqlite:///{folder}/register.db", misses_per_hour=0)
        engine = open_engine(settings.database_url)
        schema.upgrade(engine)
        self.store = Store(engine, lambda: _NOW, chance=random.Random(7))
        demo.load(self.store)
        cast.load(self.store)
        self.gateway = Gateway(settings, self.store, served=served, clock=lambda: _NOW, chance=random.Random(7))

    def post(self, path: str, body: bytes) -> bytes:
        """Send a message, and return status and body."""
        path, _, query = path.partition("?")
        statuses: list[str] = []
        environ = {
            "REQUEST_METHOD": "POST",
            "PATH_INFO": path,
            "QUERY_STRING": query,
            "CONTENT_TYPE": "text/xml; charset=utf-8",
            "CONTENT_LENGTH": str(len(body)),
            "wsgi.input": io.BytesIO(body),
        }
        answer = b"".join(self.gateway(environ, lambda status, _headers: statuses.append(status)))
        return _DRAWN.sub(b"drawn", statuses[0].encode() + answer)


@pytest.fixture(scope="module")
def both(tmp_path_factory: pytest.TempPathFactory) -> Iterator[tuple[Production, Production]]:
    with ExitStack() as opened:
        yield tuple(opened.enter_context(_open(tmp_path_factory.mktemp("production"))) for _ in range(2))  # type: ignore[misc]


@contextmanager
def _open(folder: Path) -> Iterator[Production]:
    production = Production(folder)
    try:
        yield production
    finally:
        production.gateway.close()


def answers(both: tuple[Production, Production], path: str, body: bytes, changes: dict[str, str]) -> list[bytes]:
    """Return answers to a message with values, and with others.

    The other values are put back where the second answer repeats them.
    """
    first, second = both
    changed = body
    for value, other in changes.items():
        assert value.encode() in body
        changed = changed.replace(value.encode(), other.encode())
    answered = second.post(path, changed)
    for value, other in changes.items():
        answered = answered.replace(other.encode(), value.encode())
    return [first.post(path, body), answered]


@pytest.mark.parametrize("served", supported(), ids=lambda one: f"{one.service} {one.operation}")
def test_a_user_name_is_a_user_name_in_every_operation(both: tuple[Production, Production], served: Served) -> None:
    for scenario in ("http-503", "rows-RC007"):
        body = by_user(message(served), f"sandbox:{scenario}")
        first, second = answers(both, served.path, body, {"sandbox:": "sundbox:"})
        assert first == second
        assert first.startswith(b"200 ")


def test_every_scenario_is_plain_data(both: tuple[Production, Production]) -> None:
    for name in SCENARIOS:
        uln = scenario_uln(name)
        values = {"ULN": uln, "FamilyName": f"Sandbox {name}", "GivenName": "Ann"}
        body = by_user(miap(FINDMSG, "FindLearnerByULN", values, find="FUL").encode(), f"sandbox:{name}")
        first, second = answers(
            both, "/LearnerService.svc", body, {uln: "3801000406", "Sandbox ": "Sundbox ", "sandbox:": "sundbox:"}
        )
        assert first == second
        assert b">WSRC0001<" in first


@pytest.mark.parametrize("kind", JobKind)
def test_a_batch_is_any_batch(both: tuple[Production, Production], kind: JobKind) -> None:
    service = "external_service" if kind is JobKind.ACHIEVEMENT else "learner_service"
    submit, poll = Served(service, SUBMITTING[kind]), Served(service, POLLING[kind])
    changes = {"sandbox:": "sundbox:", "Sandbox RC007": "Sundbox RC007"}
    body = re.sub(rb"(FamilyName>)[^<]+(<)", rb"\g<1>Sandbox RC007\g<2>", message(submit), count=1)
    accepted = answers(both, submit.path, by_user(body, "sandbox:batch-fails"), changes)
    assert accepted[0] == accepted[1]
    job = _JOB.search(accepted[0])
    assert job is not None
    for one in both:
        while Worker(one.store).work():
            pass
    asked = by_user(_JOB.sub(rb"\g<1>" + job[2] + rb"\g<3>", message(poll)), "sandbox:WSRC0008")
    first, second = answers(both, poll.path, asked, {"sandbox:": "sundbox:"})
    assert first == second.replace(b"Sundbox RC007", b"Sandbox RC007")
    assert b">WSRC0009<" in first


def test_services_of_the_sandbox_would_be_noticed(tmp_path: Path, both: tuple[Production, Production]) -> None:
    served = Served("learner_service", "learnerByULN")
    sandboxed = Production(tmp_path, with_scenarios(SERVICES))
    forced = FORCED.set(SCENARIOS["WSEC0005"])
    try:
        user = "sandbox:WSEC0005"
        first, second = answers((sandboxed, both[1]), served.path, by_user(message(served), user), {user: "registrar"})
    finally:
        FORCED.reset(forced)
        sandboxed.gateway.close()
    assert first != second
