"""An operator finds a learner by the rules of learnerByDemographics."""

import pytest

from gateway import demo
from tests.builders import Wire
from tests.cli.test_commands import OS_USER, lrs_gateway
from tests.journeys.test_view_audit import actions

WHY = ("--reason", "Rang about the record", "--by", "jo")
SMITH = ("John", "Smith", "2001-01-01")


def find(url: str, given: str, family: str, born: str, *more: str) -> str:
    result = lrs_gateway(url, "learner", "find", "--given", given, "--family", family, "--born", born, *more, *WHY)
    assert result.exit_code == 0, result.stderr
    return result.stdout


def rows(shown: str) -> list[list[str]]:
    return [[cell.strip() for cell in line.split("│")[1:-1]] for line in shown.splitlines() if line.startswith("│")]


def test_who_is_asked_for_exactly_is_found_alone(database_url: str) -> None:
    shown = find(database_url, "Ann", "Lee", "09/03/2004", "--gender", "f", "--postcode", "CV1 2WT")
    assert rows(shown) == [[demo.ANN_ULN, "Ann", "Lee", "2004-03-09", "CV1 2WT", "nothing that both state"]]
    assert shown.endswith("Exact match: this learner is the person.\n")


def test_a_possible_match_says_what_differs(database_url: str) -> None:
    shown = find(database_url, "Anne", "Lee", "2004-03-09", "--gender", "2", "--postcode", "CV1 2WS")
    assert rows(shown)[0][:5] == [demo.ANN_ULN, "Ann", "Lee", "2004-03-09", "CV1 2WT"]
    assert "given name: " in shown
    assert "postcode: one character differs" in shown
    assert "Possible match" in shown


def test_who_is_merged_is_answered_by_the_master(database_url: str) -> None:
    shown = find(database_url, "Dee", "Poe", "1988-07-21", "--gender", "2", "--postcode", "CF10 3NQ")
    assert rows(shown)[0][0] == demo.DEE_ULN
    assert "Use this ULN" in shown


@pytest.mark.parametrize(
    ("asked", "words"),
    [(("Zed", "Quux", "1999-12-31"), "No match: "), (SMITH, "Too many matches: ")],
    ids=["nobody", "twelve"],
)
def test_nobody_is_shown_where_nobody_or_too_many_match(
    database_url: str, asked: tuple[str, str, str], words: str
) -> None:
    shown = find(database_url, *asked)
    assert rows(shown) == []
    assert shown.startswith(words)


def test_a_search_is_audited_with_its_reason_and_told_to_the_learner(wire: Wire, database_url: str) -> None:
    find(database_url, "Anne", "Lee", "2004-03-09", "--gender", "2", "--postcode", "CV1 2WT")
    found = lrs_gateway(database_url, "audit", "search", "--operation", "find-learner", "--uln", demo.ANN_ULN, "--csv")
    for kept in ("Rang about the record", f"jo (os user {OS_USER})", "WSRC0003"):
        assert kept in found.stdout
    assert "Looked for somebody who might be the learner" in actions(wire)


def test_a_reason_is_demanded(sqlite_url: str) -> None:
    asked = ("--given", "Ann", "--family", "Lee", "--born", "2004-03-09")
    refused = lrs_gateway(sqlite_url, "learner", "find", *asked)
    assert refused.exit_code == 2
    assert "--reason" in refused.stderr


@pytest.mark.parametrize("name", ["", "  ", "x" * 36])
@pytest.mark.parametrize("command", ["learner find", "match explain"])
def test_a_name_is_demanded_as_the_contract_has_it(sqlite_url: str, command: str, name: str) -> None:
    asked = ("--given", name, "--family", "Lee", "--born", "2004-03-09")
    more = WHY if command == "learner find" else ()
    refused = lrs_gateway(sqlite_url, *command.split(), *asked, *more)
    assert refused.exit_code == 2
    assert "must have 1 to 35 characters" in refused.stderr
