"""Operators find duplicates and decide on them."""

import re
from dataclasses import replace

import pytest
from click.testing import CliRunner

from gateway import demo, second_opinion
from gateway.cli import main
from gateway.store.database.engine import open_engine
from gateway.store.unit import Store
from tests.builders import FINDMSG, LEARNER_SERVICE, Reply, Wire, miap
from tests.cli.test_commands import JO, failed_in_one_line, lrs_gateway
from tests.cli.test_learner import trail
from tests.registered_twice import AGAIN, ELIZABETH, put

WHY = ("--reason", "Seen both passports", "--by", "jo")


def duplicates(url: str, *arguments: str) -> str:
    result = lrs_gateway(url, "duplicates", *arguments)
    assert result.exit_code == 0, result.stderr
    return result.stdout


def number_of(listed: str, uln: str) -> str:
    """Return the number of the pair with this first learner."""
    found = re.search(rf"│ (\d+) +│ {uln} ", listed)
    assert found is not None, listed
    return found[1]


def find(wire: Wire, uln: str) -> Reply:
    values = {"ULN": uln, "FamilyName": "Orme", "GivenName": "Elizabeth"}
    return wire.post(LEARNER_SERVICE, miap(FINDMSG, "FindLearnerByULN", values, find="FUL"))


@pytest.fixture
def pair(store: Store) -> list[str]:
    """Put Elizabeth on the register, twice."""
    return put(store, [ELIZABETH, AGAIN])


def test_a_pair_is_found_listed_confirmed_and_unmerged(database_url: str, wire: Wire, pair: list[str]) -> None:
    one, again = pair
    told = duplicates(database_url, "find")
    assert told.startswith("Compared 20 learners: ")
    assert "To decide: 1 recommended, " in told
    listed = duplicates(database_url, "list", "--advice", "recommended")
    number = number_of(listed, one)
    for shown in (one, again, "recommended", "date of birth: equal", "(Elizabeth / Elizabeth Mary)", "1 of 1 pairs"):
        assert shown in listed
    assert "2004-03-09" not in listed, "what is equal need not be shown"
    confirmed = duplicates(database_url, "confirm", number, "--master", again, *WHY)
    assert confirmed == f"Confirmed {number}: merged into {again}.\n"
    assert [(operation, who) for operation, who, *_ in trail(database_url)] == [("merge", JO)] * 2
    reply = find(wire, one)
    assert (reply.code, reply.texts("GivenName")[-1]) == ("WSRC0022", "Elizabeth Mary")
    assert duplicates(database_url, "list", "--advice", "recommended") == "0 of 0 pairs to decide.\n"
    assert lrs_gateway(database_url, "learner", "unmerge", one, *WHY).exit_code == 0
    assert find(wire, one).code == "WSRC0004"
    assert "1 decided before" in duplicates(database_url, "find")
    assert duplicates(database_url, "list", "--advice", "recommended") == "0 of 0 pairs to decide.\n"


def test_a_pair_is_rejected_with_reason_and_audit_and_stays_so(database_url: str, pair: list[str]) -> None:
    duplicates(database_url, "find")
    number = number_of(duplicates(database_url, "list"), pair[0])
    assert duplicates(database_url, "reject", number, *WHY) == f"Rejected {number}.\n"
    assert list(trail(database_url)) == [("reject-duplicate", JO, uln, None) for uln in pair]
    duplicates(database_url, "find")
    assert pair[0] not in duplicates(database_url, "list", "--limit", "1000")
    for again in (("reject", number), ("confirm", number, "--master", pair[0])):
        refused = failed_in_one_line(lrs_gateway(database_url, "duplicates", *again, *WHY))
        assert refused == f"lrs-gateway: pair {number} is rejected already\n"


def test_a_pair_of_which_one_was_merged_meanwhile_is_refused_whole(database_url: str, pair: list[str]) -> None:
    duplicates(database_url, "find")
    number = number_of(duplicates(database_url, "list"), pair[0])
    merged = lrs_gateway(database_url, "learner", "merge", demo.ANN_ULN, pair[1], *WHY)
    assert merged.exit_code == 0, merged.stderr
    refused = lrs_gateway(database_url, "duplicates", "confirm", number, "--master", pair[0], *WHY)
    assert "is merged into 3000000207 already" in failed_in_one_line(refused)
    assert pair[0] not in duplicates(database_url, "list", "--limit", "1000")


def test_the_list_is_cut_and_the_best_come_first(sqlite_url: str) -> None:
    duplicates(sqlite_url, "find")
    listed = duplicates(sqlite_url, "list", "--limit", "3")
    assert "3 of 66 pairs to decide." in listed, "twelve John Smiths of one birth date"
    assert "please look" in listed
    assert "family name: equal (Smith)" in listed
    assert duplicates(sqlite_url, "list", "--advice", "recommended") == "0 of 0 pairs to decide.\n"


def test_what_a_screen_cannot_show_is_not_sent_to_it(sqlite_url: str) -> None:
    engine = open_engine(sqlite_url)
    strange = replace(ELIZABETH, given_name="Eliz\N{CONTROL SEQUENCE INTRODUCER}abeth [red]")
    put(Store(engine), [ELIZABETH, strange])
    engine.dispose()
    duplicates(sqlite_url, "find")
    listed = duplicates(sqlite_url, "list")
    assert r"Eliz\x9babeth [red]" in listed


@pytest.mark.parametrize(
    ("arguments", "reason"),
    [
        ("confirm 99999 --master 3000000207", "no pair has the number 99999"),
        ("reject 99999", "no pair has the number 99999"),
        ("confirm 1 --master 1234567890", "'1234567890' is not a valid ULN"),
        ("confirm 1 --master 3000000207", "the master must be 3000002"),
    ],
)
def test_what_cannot_be_decided_is_one_line(sqlite_url: str, arguments: str, reason: str) -> None:
    duplicates(sqlite_url, "find")
    assert reason in failed_in_one_line(lrs_gateway(sqlite_url, "duplicates", *arguments.split(), *WHY))


@pytest.mark.parametrize("command", ["confirm 1 --master 3000000207", "reject 1"])
def test_a_reason_is_demanded(sqlite_url: str, command: str) -> None:
    assert lrs_gateway(sqlite_url, "duplicates", *command.split()).exit_code == 2


@pytest.mark.parametrize("command", ["find", "list", "confirm", "reject"])
def test_every_command_explains_itself(command: str) -> None:
    result = CliRunner().invoke(main, ["duplicates", command, "--help"])
    assert result.exit_code == 0


def test_a_second_opinion_needs_splink_and_says_how_to_get_it(sqlite_url: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(second_opinion, "find_spec", lambda _module: None)
    refused = failed_in_one_line(lrs_gateway(sqlite_url, "duplicates", "find", "--second-opinion", "splink"))
    assert refused == "lrs-gateway: this needs Splink: run pip install '.[linkage]' in the checkout\n"
    assert duplicates(sqlite_url, "list") == "0 of 0 pairs to decide.\n"
