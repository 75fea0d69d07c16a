"""A real server for the client tests.

Its log must not hold what is listed here.
"""

import re
from collections.abc import Iterator
from pathlib import Path

import pytest

from gateway import demo
from tests.clients.served import Served, copied, serving

_SECRETS = (
    *(organisation.password for organisation in demo.ORGANISATIONS),
    "wrong-password",
    "Envelope",
    "OrgPassword",
    "FamilyName",
    "<",
)
_NAMES = {name for one in demo.learners() for name in (one.person.given_name, one.person.family_name)}


def assert_discreet(log: str, names: set[str]) -> None:
    """Fail if a log holds personal or secret data.

    That is a password, a part of a message, or a learner's name or postcode.
    """
    for secret in _SECRETS:
        assert secret not in log, f"{secret} stands in the log"
    for name in names | _NAMES | {one.person.postcode for one in demo.learners()}:
        assert not re.search(rf"\b{re.escape(name)}\b", log), f"{name} stands in the log"


@pytest.fixture(scope="session")
def served_database_url(sqlite_template: Path, tmp_path_factory: pytest.TempPathFactory) -> str:
    """Return a SQLite register for the session's server."""
    return copied(sqlite_template, tmp_path_factory.mktemp("register"))


@pytest.fixture(scope="session")
def session_folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Return the folder of the session's server."""
    return tmp_path_factory.mktemp("served")


@pytest.fixture(scope="session")
def registered_names() -> set[str]:
    """Return a set for the names that tests register."""
    return set()


@pytest.fixture(scope="session")
def served(session_folder: Path, served_database_url: str, registered_names: set[str]) -> Iterator[Served]:
    """Yield a gateway that runs for the whole session.

    It must stop in time, and its log must name nobody.
    """
    with serving(session_folder, served_database_url) as running:
        yield running
        assert running.stop() == 0
    assert_discreet(running.log.read_text(), registered_names)
