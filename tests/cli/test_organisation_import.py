"""Organisations are imported from a file, all or none."""

import csv
import stat
from pathlib import Path

import pytest
from click.testing import Result
from sqlalchemy import select

from gateway.domain.organisation import Organisation, Role
from gateway.handlers.execution.passwords import agrees
from gateway.store.database.engine import open_engine
from gateway.store.tables.audit import audit
from gateway.store.unit import Store
from tests.cli.test_commands import JO, lrs_gateway

STRONG = ("Kx7-Tm2-Vb9-Rq4w", "Wf3-Zp8-Hd6-Ln5s")
TWO = f"""\
ukprn,reference,name,roles,users,password
10001234,ABC123,Fal College,register;plr,registrar; office,{STRONG[0]}
10005678,ABC456,"Tamar, Lynher and Co",awarding,,{STRONG[1]}
"""
DRAWN = f"""\
Name,UKPRN,Roles,Reference,Password
Fal College,10001234,plr,ABC123,
Tamar College,10005678,verify,ABC456,{STRONG[1]}
Looe College,10009999,verify,ABC789,
"""


@pytest.fixture
def file(tmp_path: Path) -> Path:
    path = tmp_path / "organisations.csv"
    path.write_text(TWO)
    path.chmod(0o600)
    return path


def imported(url: str, file: Path, *options: str) -> Result:
    return lrs_gateway(url, "organisation", "import", str(file), "--by", "jo", "--reason", "New term", *options)


def organisations(url: str) -> dict[str, tuple[Organisation, list[str]]]:
    engine = open_engine(url)
    with Store(engine).reading() as unit:
        held = {one.ukprn: (one, unit.organisations.users(one)) for one in unit.organisations.all()}
    engine.dispose()
    return held


def refused(result: Result) -> list[str]:
    """Return what an import complained of, before its last line."""
    assert result.exit_code == 1
    assert result.stdout == ""
    *problems, last = result.stderr.splitlines()
    assert last == "lrs-gateway: nothing was imported"
    return problems


def test_all_organisations_of_a_file_are_added_and_audited(database_url: str, file: Path) -> None:
    added = imported(database_url, file)
    assert (added.exit_code, added.stdout, added.stderr) == (0, "Added 2 organisations.\n", "")
    held = organisations(database_url)
    fal, users = held["10001234"]
    assert (fal.reference, fal.name, fal.roles, users) == (
        "ABC123",
        "Fal College",
        frozenset({Role.REGISTER, Role.PLR}),
        ["office", "registrar"],
    )
    tamar, users = held["10005678"]
    assert (tamar.name, tamar.roles, users) == ("Tamar, Lynher and Co", frozenset({Role.AWARDING}), [])
    assert agrees(fal.password_hash, STRONG[0]) and agrees(tamar.password_hash, STRONG[1])
    engine = open_engine(database_url)
    with engine.connect() as connection:
        rows = connection.execute(
            select(audit.c.organisation_id, audit.c.user_name, audit.c.reason).where(
                audit.c.operation == "add-organisation"
            )
        ).all()
    engine.dispose()
    assert [tuple(row) for row in rows] == [(fal.id, JO, "New term"), (tamar.id, JO, "New term")]


def test_passwords_are_drawn_into_a_file_that_only_its_owner_can_read(
    database_url: str, file: Path, tmp_path: Path
) -> None:
    file.write_text(f"\ufeff{DRAWN}", "utf-8")
    passwords = tmp_path / "passwords.csv"
    added = imported(database_url, file, "--drawn-passwords", str(passwords))
    assert added.exit_code == 0, added.stderr
    assert added.stdout.splitlines() == [
        "Added 3 organisations.",
        f"The passwords of 2 are in {passwords}. Only you can read the file.",
    ]
    assert stat.S_IMODE(passwords.stat().st_mode) == 0o600
    with passwords.open(newline="") as text:
        drawn = list(csv.DictReader(text))
    assert [(one["ukprn"], one["reference"]) for one in drawn] == [("10001234", "ABC123"), ("10009999", "ABC789")]
    held = organisations(database_url)
    assert all(agrees(held[one["ukprn"]][0].password_hash, one["password"]) for one in drawn)
    assert agrees(held["10005678"][0].password_hash, STRONG[1])
    assert not any(one["password"] in added.output for one in drawn)


def test_every_wrong_line_is_named_and_nothing_is_added(sqlite_url: str, file: Path) -> None:
    before = organisations(sqlite_url)
    file.write_text(
        f"""\
ukprn,reference,name,roles,users,password
10001234,ABC123,Fal College,register,,{STRONG[0]}
1000123,ABC12,,reader,,{STRONG[0]}

10001234,ABC999,Fal Again,plr,{"u" * 36},{STRONG[0]}
10005678,ABC123,Tamar,,,{STRONG[0]}
10009999,ABC789,Looe
10007777,ABC777,Camel College,plr,,1111111111111111
"""
    )
    roles = "needs roles out of awarding, plr, register, verify, separated by semicolons"
    assert refused(imported(sqlite_url, file)) == [
        "line 3: a UKPRN has 8 letters or digits",
        "line 3: an organisation reference has 6 letters or digits",
        "line 3: a name has 1 to 254 printable characters",
        f"line 3: {roles}",
        "line 5: a user name has 1 to 35 printable characters",
        "line 5: has the ukprn of line 2",
        f"line 6: {roles}",
        "line 6: has the reference of line 2",
        "line 7: has 3 cells; expected 6",
        "line 8: the password has fewer than 8 different characters",
    ]
    assert organisations(sqlite_url) == before


@pytest.mark.parametrize(
    ("text", "problem"),
    [
        ("", "line 1: the heading ukprn is missing"),
        ("ukprn;reference;name;roles\n", "line 1: the heading ukprn is missing"),
        ("ukprn,reference,name,roles,colour\n", "line 1: column 5 has no heading that is known"),
        ("ukprn,reference,name,roles,name\n", "line 1: the heading name appears twice"),
        ("ukprn,reference,name,roles\n", "the file has no organisations"),
        ('ukprn,reference,name,roles\n10001234,ABC123,"Fal"x,plr\n', "line 2: is not CSV"),
        ("ukprn,reference,name,roles\n10001234,ABC123,F\xe4l,plr\n", "the file is not UTF-8"),
    ],
)
def test_a_file_of_another_form_is_refused(sqlite_url: str, file: Path, text: str, problem: str) -> None:
    file.write_text(text, "latin-1")
    assert refused(imported(sqlite_url, file))[0].startswith(problem)


def test_an_organisation_that_is_there_keeps_the_others_out(database_url: str, file: Path) -> None:
    file.write_text(TWO.replace("10005678", "TEST0001"))
    assert refused(imported(database_url, file)) == ["line 3: there is an organisation with this UKPRN or reference"]
    assert "10001234" not in organisations(database_url)


def test_a_line_without_a_password_needs_a_file_for_it(sqlite_url: str, file: Path) -> None:
    file.write_text(DRAWN)
    assert refused(imported(sqlite_url, file)) == [
        f"line {line}: has no password; --drawn-passwords FILE makes one" for line in (2, 4)
    ]


def test_no_file_of_passwords_is_replaced(sqlite_url: str, file: Path, tmp_path: Path) -> None:
    file.write_text(DRAWN)
    there = tmp_path / "passwords.csv"
    there.write_text("older ones")
    result = imported(sqlite_url, file, "--drawn-passwords", str(there))
    assert (result.exit_code, result.stderr) == (
        1,
        f"lrs-gateway: {there} exists already; nothing was imported\n",
    )
    assert there.read_text() == "older ones"
    assert "10001234" not in organisations(sqlite_url)


def test_no_file_of_passwords_is_left_where_nothing_was_imported(database_url: str, file: Path, tmp_path: Path) -> None:
    engine = open_engine(database_url)
    with engine.begin() as connection:
        connection.exec_driver_sql("DROP TABLE organisation_user")
    file.write_text("ukprn,reference,name,roles,users\n10001234,ABC123,Fal College,plr,registrar\n")
    result = imported(database_url, file, "--drawn-passwords", str(tmp_path / "passwords.csv"))
    assert result.exit_code == 1
    assert not (tmp_path / "passwords.csv").exists()
    with Store(engine).reading() as unit:
        assert unit.organisations.named("10001234", "") is None
    engine.dispose()


def test_no_file_is_made_where_every_line_has_a_password(sqlite_url: str, file: Path, tmp_path: Path) -> None:
    added = imported(sqlite_url, file, "--drawn-passwords", str(tmp_path / "passwords.csv"))
    assert (added.exit_code, added.stdout) == (0, "Added 2 organisations.\n")
    assert not (tmp_path / "passwords.csv").exists()


def test_a_file_with_passwords_that_others_can_open_is_told(sqlite_url: str, file: Path) -> None:
    file.chmod(0o644)
    told = imported(sqlite_url, file)
    assert told.exit_code == 0
    assert told.stderr == f"lrs-gateway: others can open {file}, which has passwords. Run: chmod 600 {file}\n"
