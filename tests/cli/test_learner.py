"""Operators merge, delete and restore learners on the command line."""

import os
import pwd
from collections.abc import Iterator

import click
import pytest
from click.testing import CliRunner
from sqlalchemy import create_engine, make_url, text

from gateway import demo
from gateway.cli import main
from gateway.cli.deciding import signed_option
from gateway.domain.access_log import OperatorLook
from tests.builders import R9, Wire, r9
from tests.cli.test_commands import JO, OS_USER, failed_in_one_line, lrs_gateway

ANN, CY, DEE, MERGED, EVE, GIL, SION = (
    demo.ANN_ULN, demo.CY_ULN, demo.DEE_ULN, demo.MERGED_ULN, demo.EVE_ULN, demo.GIL_ULN, demo.SION_ULN,
)  # fmt: skip
WHY = ("--reason", "Same person")
_LOOKS = f"({', '.join(repr(look.value) for look in OperatorLook)})"
_CHANGES = f"SELECT operation, user_name, uln, organisation_id FROM audit WHERE operation NOT IN {_LOOKS} ORDER BY id"


def every_command(group: click.Group, path: str = "") -> Iterator[tuple[str, click.Command]]:
    context = click.Context(group)
    for name in group.list_commands(context):
        command = group.get_command(context, name)
        assert command is not None
        if isinstance(command, click.Group):
            yield from every_command(command, f"{path}{name} ")
        else:
            yield path + name, command


def learner(url: str, *arguments: str) -> str:
    result = lrs_gateway(url, "learner", *arguments)
    assert result.exit_code == 0, result.stderr
    return result.stdout


def trail(url: str) -> Iterator[tuple[str, str, str | None, int | None]]:
    """Return what operators have changed, without what they looked at."""
    driver = make_url(url).set(drivername="postgresql+psycopg") if url.startswith("postgresql") else url
    engine = create_engine(driver)
    with engine.connect() as connection:
        rows = connection.execute(text(_CHANGES))
        yield from (tuple(row) for row in rows)
    engine.dispose()


def test_learners_are_merged_unmerged_deleted_and_restored_with_reason_and_audit(database_url: str) -> None:
    assert learner(database_url, "merge", ANN, GIL, SION, *WHY, "--by", "jo") == (
        "Merged 3000000908, 3000000800 into 3000000207.\n"
    )
    assert "Status:               merged, master 3000000207" in learner(database_url, "show", GIL)
    assert "Linked ULNs:          3000000800, 3000000908" in learner(database_url, "show", ANN)
    assert learner(database_url, "unmerge", GIL, "--reason", "A mistake") == "Unmerged 3000000908.\n"
    assert learner(database_url, "delete", GIL, "--reason", "On request") == "Deleted 3000000908.\n"
    assert learner(database_url, "restore", GIL, "--reason", "On second thoughts") == "Restored 3000000908.\n"
    user = OS_USER
    assert list(trail(database_url)) == [
        ("merge", JO, ANN, None),
        ("merge", JO, GIL, None),
        ("merge", JO, SION, None),
        ("unmerge", user, GIL, None),
        ("delete", user, GIL, None),
        ("restore", user, GIL, None),
    ]
    shown = learner(database_url, "show", GIL)
    told = [line.partition("  ")[2].strip() for line in shown.splitlines() if line.startswith("20")]
    assert [line[:17] for line in told if line.startswith("sharing")] == ["sharing 0 to 1 by", "sharing 1 to 0 by"]
    told = [line for line in told if not line.startswith("sharing")]
    assert told == [
        f"merged into 3000000207 by {JO}: Same person",
        f"unmerged from 3000000207 by {user}: A mistake",
        f"deleted by {user}: On request",
        f"restored by {user}: On second thoughts",
    ]
    assert f"3000000908 merged into 3000000207 by {JO}: Same person" in learner(database_url, "show", ANN)


def test_what_was_said_of_sharing_is_shown_with_its_history(database_url: str) -> None:
    learner(database_url, "merge", ANN, CY, *WHY, "--by", "jo")
    shown = learner(database_url, "show", ANN)
    assert f"Sharing:              opted out, under {CY}\n" in shown
    assert f"sharing 1 to 2 by {JO}, notice linked\n" in shown
    assert "Sharing:              opted out\n" in learner(database_url, "show", CY)


def test_a_merge_of_several_is_done_whole_or_not_at_all(database_url: str) -> None:
    refused = lrs_gateway(database_url, "learner", "merge", ANN, GIL, EVE, *WHY)
    assert failed_in_one_line(refused) == "lrs-gateway: 3000000703 is deleted; restore it first\n"
    assert "Status:               active" in learner(database_url, "show", GIL)
    assert list(trail(database_url)) == []


@pytest.mark.parametrize(
    ("arguments", "reason"),
    [
        ("merge 3000000207 3000000207", "cannot be merged into itself"),
        ("merge 3000000606 3000000207", "merge into that one"),
        ("merge 3000000207 1234567890", "'1234567890' is not a valid ULN: the check digit"),
        ("unmerge 3000000207", "is not merged: it is active"),
        ("delete 3000000509", "is the master of 3000000606: unmerge first"),
        ("restore 9276308686", "no learner has the ULN 9276308686"),
    ],
)
def test_what_an_operator_may_not_do_is_one_line(sqlite_url: str, arguments: str, reason: str) -> None:
    assert reason in failed_in_one_line(lrs_gateway(sqlite_url, "learner", *arguments.split(), *WHY))


@pytest.mark.parametrize("reason", ["", "  ", "x" * 255, "two\nlines"])
def test_a_reason_is_demanded_that_can_be_kept_and_shown(sqlite_url: str, reason: str) -> None:
    refused = lrs_gateway(sqlite_url, "learner", "delete", GIL, "--reason", reason)
    assert refused.exit_code == 2
    assert "printable characters" in refused.stderr
    assert lrs_gateway(sqlite_url, "learner", "delete", GIL).exit_code == 2


def test_the_user_of_the_computer_is_kept_beside_the_name_that_is_given(
    database_url: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    for name in ("LOGNAME", "USER", "LNAME", "USERNAME", "SUDO_USER"):
        monkeypatch.setenv(name, "minister")
    learner(database_url, "delete", GIL, *WHY, "--by", "The Minister")
    learner(database_url, "restore", GIL, *WHY)
    learner(database_url, "delete", GIL, *WHY, "--by", OS_USER)
    assert [who for _, who, *_ in trail(database_url)] == [f"The Minister (os user {OS_USER})", OS_USER, OS_USER]
    assert f"deleted by The Minister (os user {OS_USER}): Same person" in learner(database_url, "show", GIL)


@pytest.mark.parametrize("name", ["jo (os user root)", "jo (OS User alice)", "x" * 240, "two\nlines", " "])
def test_a_name_that_would_hide_the_user_of_the_computer_is_refused(sqlite_url: str, name: str) -> None:
    refused = lrs_gateway(sqlite_url, "learner", "delete", GIL, *WHY, "--by", name)
    assert refused.exit_code == 2
    assert "'--by'" in refused.stderr
    assert list(trail(sqlite_url)) == []


def test_a_user_without_a_name_has_a_number(sqlite_url: str, monkeypatch: pytest.MonkeyPatch) -> None:
    def nobody(number: int) -> str:
        raise KeyError(number)

    monkeypatch.setattr(pwd, "getpwuid", nobody)
    learner(sqlite_url, "delete", GIL, *WHY, "--by", "jo")
    assert [who for _, who, *_ in trail(sqlite_url)] == [f"jo (os user {os.getuid()})"]


def test_every_command_that_takes_a_name_keeps_the_user_of_the_computer() -> None:
    for path, command in every_command(main):
        for option in command.params:
            if option.name in ("by", "user") and path not in (
                "organisation user",
                "audit search",
                "sandbox clock move",
            ):
                assert option.callback is signed_option, path


@pytest.mark.parametrize("command", ["merge", "unmerge", "delete", "restore"])
def test_every_command_explains_itself(command: str) -> None:
    result = CliRunner().invoke(main, ["learner", command, "--help"])
    assert result.exit_code == 0
    assert "--reason" in result.stdout


def record_code(wire: Wire, uln: str, given: str, family: str) -> str | None:
    values = {"uln": uln, "givenName": given, "familyName": family, "getType": "FULL"}
    return wire.post(R9, r9("GetLearnerLearningEvents", values)).code


def test_an_opt_out_withholds_the_record_and_is_lifted_after_a_fresh_notice(database_url: str, wire: Wire) -> None:
    assert record_code(wire, ANN, "Ann", "Lee") == "WSRC0004"
    said = learner(database_url, "opt-out", ANN, "--reason", "Objects, letter of 3 May", "--by", "jo")
    assert said == f"{ANN} has opted out of sharing.\n"
    assert record_code(wire, ANN, "Ann", "Lee") == "WSEC0206"
    assert "Sharing:              opted out" in learner(database_url, "show", ANN)
    again = lrs_gateway(database_url, "learner", "opt-out", ANN, "--reason", "Again")
    assert failed_in_one_line(again) == f"lrs-gateway: {ANN} has opted out already\n"

    assert learner(database_url, "lift-opt-out", ANN, "--reason", "Fresh notice seen") == f"{ANN} shares again.\n"

    assert record_code(wire, ANN, "Ann", "Lee") == "WSRC0004"
    undone = failed_in_one_line(lrs_gateway(database_url, "learner", "lift-opt-out", ANN, *WHY))
    assert undone == f"lrs-gateway: {ANN} has not opted out\n"
    done = [row for row in trail(database_url) if row[0] != "read-record"]
    assert done == [("opt-out", JO, ANN, None), ("lift-opt-out", OS_USER, ANN, None)]
    found = lrs_gateway(database_url, "audit", "search", "--uln", ANN, "--operation", "opt-out", "--csv").stdout
    assert "Objects, letter of 3 May" in found


def test_an_opt_out_is_stated_of_the_master_and_holds_for_all_linked_ulns(database_url: str, wire: Wire) -> None:
    learner(database_url, "merge", ANN, SION, *WHY)
    refused = failed_in_one_line(lrs_gateway(database_url, "learner", "opt-out", SION, *WHY))
    assert refused == f"lrs-gateway: {SION} is merged into {ANN}: use that ULN\n"
    learner(database_url, "opt-out", ANN, *WHY)
    assert record_code(wire, SION, "Ann", "Lee") == "WSEC0206"
    assert failed_in_one_line(lrs_gateway(database_url, "learner", "opt-out", EVE, *WHY))


def test_what_is_done_to_an_organisation_is_kept_with_its_reason(database_url: str) -> None:
    done = lrs_gateway(database_url, "organisation", "suspend", "TEST0001", "--reason", "Contract ended")
    assert done.exit_code == 0, done.stderr
    found = lrs_gateway(database_url, "audit", "search", "--operation", "suspend-organisation", "--csv").stdout
    assert "Contract ended" in found
