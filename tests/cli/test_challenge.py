"""Data challenges on the command line."""

import pytest
from click.testing import CliRunner

from gateway import demo
from gateway.cli import main
from gateway.domain.actors import Caller
from gateway.domain.challenge import ChallengedEvent, Complaint, Contact, EventDescription
from gateway.store.database.engine import open_engine
from gateway.store.unit import Store
from tests.cli.test_commands import JO, OS_USER, failed_in_one_line, lrs_gateway
from tests.cli.test_learner import trail

WHY = ("--reason", "The board says so")


def raised(url: str, kind: str = "Incorrect grade") -> str:
    engine = open_engine(url)
    with Store(engine).unit() as unit:
        organisation = unit.organisations.named(demo.COLLEGE.ukprn, "")
        assert organisation is not None
        event = unit.events.of([demo.ANN_ULN])[0]
        said = Complaint(
            kind=kind,
            information="See the letter",
            contact=Contact(name="Mo Penhaligon", telephone="01872 555019", email="mo@example.org"),
            first=ChallengedEvent(event_id=event.id, source="ILR"),
            supplied=EventDescription(grade="8"),
        )
        reference = unit.challenges.create(
            said, demo.ANN_ULN, Caller(organisation=organisation, user="registrar", operation="test", call="0" * 32)
        )
    engine.dispose()
    return reference


def challenge(url: str, *arguments: str) -> str:
    result = lrs_gateway(url, "challenge", *arguments)
    assert result.exit_code == 0, result.stderr
    return result.stdout


def test_a_challenge_is_listed_shown_and_resolved_with_reason_and_audit(database_url: str) -> None:
    assert challenge(database_url, "list") == "0 challenges.\n"
    first, second = raised(database_url), raised(database_url, "Duplicate [bold]ULN\x1b")
    listing = challenge(database_url, "list")
    assert first in listing and second in listing and demo.ANN_ULN in listing
    assert "Duplicate [bold]ULN\\x1b" in listing
    assert "Penhaligon" not in listing
    shown = challenge(database_url, "show", first.lower())
    for fact in ("Incorrect grade", "See the letter", "Mo Penhaligon", "01872 555019", "mo@example.org", "grade 8"):
        assert fact in shown
    assert challenge(database_url, "resolve", first, "--verdict", "upheld", *WHY, "--by", "jo") == f"Upheld {first}.\n"
    assert challenge(database_url, "resolve", second, "--verdict", "rejected", *WHY) == f"Rejected {second}.\n"
    assert challenge(database_url, "list") == "0 challenges.\n"
    assert "upheld" in challenge(database_url, "list", "--all")
    assert f"by {JO}: The board says so" in challenge(database_url, "show", first)
    assert list(trail(database_url)) == [
        ("resolve-challenge", JO, demo.ANN_ULN, None),
        ("resolve-challenge", OS_USER, demo.ANN_ULN, None),
    ]


def test_what_cannot_be_resolved_is_one_line(sqlite_url: str) -> None:
    reference = raised(sqlite_url)
    challenge(sqlite_url, "resolve", reference, "--verdict", "upheld", *WHY)
    for arguments, reason in (
        (("resolve", reference, "--verdict", "rejected", *WHY), "is upheld already"),
        (("resolve", "DC222222222", "--verdict", "upheld", *WHY), "no challenge with this reference"),
        (("show", "DC222222222"), "no challenge with this reference"),
    ):
        assert reason in failed_in_one_line(lrs_gateway(sqlite_url, "challenge", *arguments))


@pytest.mark.parametrize("missing", [("--verdict", "upheld"), WHY])
def test_a_verdict_and_a_reason_are_demanded(sqlite_url: str, missing: tuple[str, ...]) -> None:
    refused = lrs_gateway(sqlite_url, "challenge", "resolve", raised(sqlite_url), *missing)
    assert refused.exit_code == 2
    assert "open" in challenge(sqlite_url, "list")


@pytest.mark.parametrize("command", ["list", "show", "resolve"])
def test_every_command_explains_itself(command: str) -> None:
    assert CliRunner().invoke(main, ["challenge", command, "--help"]).exit_code == 0
