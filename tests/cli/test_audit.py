"""The audit trail, as an operator reads it."""

import csv
import io
import json
import random
from collections import Counter
from datetime import datetime, timedelta
from typing import Any

import pytest
from sqlalchemy import text

from gateway import demo
from gateway.domain.access import Operation
from gateway.domain.actors import Cause
from gateway.domain.codes import Code
from gateway.handlers.records import search_audit
from gateway.store.database.engine import open_engine
from gateway.store.unit import Store
from tests.builders import Wire
from tests.cli.test_commands import JO, failed_in_one_line, lrs_gateway
from tests.journeys.test_view_audit import actions

FIRST = datetime(2026, 3, 1)
USERS = ("registrar", "=cmd|' /C calc'!A0", "clerk")
CODES = (Code.EXACT_MATCH, Code.NO_MATCH, Code.WRONG_PASSWORD, Code.NOT_SHARED)
REFUSED = ("WSEC0005", "WSEC0206")
ULNS = (demo.ANN_ULN, demo.BEA_ULN, demo.CY_ULN)
OPERATIONS = (Operation.FIND_BY_ULN, Operation.RETRIEVE, Operation.READ_RECORD)

Row = dict[str, Any]


@pytest.fixture
def trail(database_url: str) -> list[Row]:
    """Write three days of audit trail, and return its rows.

    They are returned newest first. The clocks that wrote them differ by up to two hours.
    """
    dice = random.Random(10)
    engine = open_engine(database_url)
    clock = FIRST
    store = Store(engine, lambda: clock)
    with store.unit() as unit:
        organisations = [None, *unit.organisations.all()[:2]]
    written: list[Row] = []
    for number in range(240):
        clock = FIRST + timedelta(minutes=18 * number, hours=dice.uniform(-2, 2))
        who = dice.choice(organisations)
        ulns = dice.sample(ULNS, dice.randrange(3))
        call: Row = {
            "user": dice.choice(USERS),
            "operation": dice.choice(OPERATIONS).value,
            "code": str(dice.choice(CODES)),
            "call": f"{number:032x}",
            "misses": dice.choice([0, 0, 3, 7]),
        }
        with store.unit() as unit:
            unit.audit.record(
                Cause(
                    user=call["user"],
                    organisation_id=who.id if who else None,
                    operation=call["operation"],
                    call=call["call"],
                ),
                code=next(code for code in CODES if str(code) == call["code"]),
                ulns=ulns,
                misses=call["misses"],
            )
        call |= {"organisation": who.reference if who else "(unknown)", "at": clock}
        written += [call | {"uln": uln} for uln in ulns or [""]]
    engine.dispose()
    return written[::-1]


def found(url: str, *arguments: str, what: str = "search") -> list[Row]:
    result = lrs_gateway(url, "audit", what, "--json", *arguments)
    assert result.exit_code == 0, result.stderr
    rows = [json.loads(line) for line in result.stdout.splitlines()]
    return [row for row in rows if row.get("operation") != "search-audit" and row["organisation"] != "(operator)"]


def calls(rows: list[Row]) -> list[tuple[str, str]]:
    return [(row["call"], row["uln"]) for row in rows]


def test_every_question_has_the_rows_that_answer_it_and_no_others(
    database_url: str, trail: list[Row], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(search_audit, "_PAGE", 17)
    since, until = datetime(2026, 3, 2), datetime(2026, 3, 3, 6, 30)
    questions: dict[str, tuple[list[str], Any]] = {
        "all": ([], lambda row: row is not None),
        "organisation": (["--organisation", "TEST0001"], lambda row: row["organisation"] == "DEMO01"),
        "reference": (["--organisation", "DEMO02"], lambda row: row["organisation"] == "DEMO02"),
        "uln": (["--uln", demo.BEA_ULN], lambda row: row["uln"] == demo.BEA_ULN),
        "user": (["--user", "clerk"], lambda row: row["user"] == "clerk"),
        "operation": (["--operation", "retrieve"], lambda row: row["operation"] == "retrieve"),
        "code": (["--code", "wsec0005"], lambda row: row["code"] == "WSEC0005"),
        "refused": (["--refused"], lambda row: row["code"] in REFUSED),
        "since": (["--since", "2026-03-02"], lambda row: row["at"] >= since),
        "until": (["--until", "2026-03-03 06:30"], lambda row: row["at"] < until),
        "several": (
            ["--since", "2026-03-02", "--until", "2026-03-03T06:30:00", "--organisation", "DEMO01", "--refused"],
            lambda row: since <= row["at"] < until and row["organisation"] == "DEMO01" and row["code"] in REFUSED,
        ),
    }
    for name, (arguments, answers) in questions.items():
        expected = [row for row in trail if answers(row)]
        assert expected
        assert calls(found(database_url, *arguments)) == calls(expected), name
    assert calls(found(database_url, "--organisation", "DEMO01", "--limit", "20")) == calls(
        [row for row in trail if row["organisation"] == "DEMO01"][:20]
    )


def test_a_table_has_the_newest_and_says_so(database_url: str, trail: list[Row]) -> None:
    shown = lrs_gateway(database_url, "audit", "search", "--organisation", "TEST0001")
    assert shown.exit_code == 0, shown.stderr
    assert "50 rows, the newest ones" in shown.stdout
    own = [row for row in trail if row["organisation"] == "DEMO01"]
    assert own[0]["call"] in shown.stdout and own[50]["call"] not in shown.stdout


@pytest.mark.usefixtures("trail")
def test_csv_holds_no_formula(database_url: str) -> None:
    written = lrs_gateway(database_url, "audit", "search", "--csv", "--organisation", "TEST0001").stdout
    users = {row["user"] for row in csv.DictReader(io.StringIO(written))}
    assert users == {"registrar", "clerk", "'" + USERS[1]}


def test_days_are_counted_by_organisation(database_url: str, trail: list[Row]) -> None:
    days = found(database_url, "--since", "2026-02-27", what="summary")
    counted = {(row["day"], row["organisation"]): row for row in days}
    made = {row["call"]: row for row in trail}

    def key(row: Row) -> tuple[str, str]:
        return row["at"].date().isoformat(), row["organisation"]

    assert {where: row["calls"] for where, row in counted.items()} == Counter(map(key, made.values()))
    for name, counts in (
        ("refused", lambda row: row["code"] in REFUSED),
        ("wrong_passwords", lambda row: row["code"] == "WSEC0005"),
        ("nobody_found", lambda row: row["code"] == "WSRC0001"),
    ):
        expected = Counter(key(row) for row in made.values() if counts(row))
        assert {where: row[name] for where, row in counted.items() if row[name]} == expected, name
    misses: Counter[tuple[str, str]] = Counter()
    for row in made.values():
        misses[key(row)] += row["misses"]
    assert {where: row["misses"] for where, row in counted.items() if row["misses"]} == +misses
    assert sum(int(row["misses"] or 0) for row in found(database_url)) == misses.total()
    learners = Counter(where for where, _ in {(key(row), row["uln"]) for row in trail if row["uln"]})
    assert {where: row["learners"] for where, row in counted.items() if row["learners"]} == learners
    assert found(database_url, what="summary") == [], "of the last week"


def test_a_search_is_in_the_trail_and_the_learner_is_told(database_url: str, wire: Wire) -> None:
    lrs_gateway(database_url, "audit", "search", "--organisation", "TEST0001", "--by", "Jo")
    lrs_gateway(database_url, "audit", "summary", "--by", "Mo")
    lrs_gateway(database_url, "audit", "search", "--uln", demo.ANN_ULN, "--by", "Bo")
    shown = lrs_gateway(database_url, "audit", "search", "--operation", "search-audit", "--json", "--by", "Di").stdout
    rows = [json.loads(line) for line in shown.splitlines()]
    assert [row["user"].split()[0] for row in rows] == ["Di", "Bo", "Mo", "Jo"]
    assert {row["organisation"] for row in rows} == {"(operator)"}
    assert "Looked who has looked at the learner's record" in actions(wire)


@pytest.mark.usefixtures("trail")
def test_nothing_is_shown_that_cannot_be_audited(database_url: str) -> None:
    engine = open_engine(database_url)
    with engine.begin() as connection:
        connection.execute(text("ALTER TABLE audit RENAME TO gone"))
        connection.execute(text("CREATE VIEW audit AS SELECT * FROM gone"))
        if engine.dialect.name == "postgresql":
            connection.execute(text("CREATE RULE no AS ON INSERT TO audit DO INSTEAD SELECT 1/0"))
    engine.dispose()
    assert "the database failed" in failed_in_one_line(lrs_gateway(database_url, "audit", "search"))


def test_an_organisation_or_a_learner_that_cannot_be_is_one_line(sqlite_url: str) -> None:
    for arguments, reason in (
        (("--organisation", "TEST0099"), "no organisation has the UKPRN or reference TEST0099"),
        (("--uln", "1234567890"), "not a valid ULN"),
    ):
        assert reason in failed_in_one_line(lrs_gateway(sqlite_url, "audit", "search", *arguments))


@pytest.mark.usefixtures("trail")
def test_a_search_goes_by_an_index(database_url: str) -> None:
    engine = open_engine(database_url)
    organisation = "organisation_id = 1 AND id < 9000000"
    with engine.begin() as connection:
        if engine.dialect.name == "sqlite":
            explain = "EXPLAIN QUERY PLAN "
        else:
            connection.execute(text("SET LOCAL enable_seqscan = off"))
            connection.execute(text("SET LOCAL enable_sort = off"))
            explain = "EXPLAIN "
        for where, index in (
            (organisation, "ix_audit_organisation"),
            ("uln = '3000000207'", "ix_audit_uln"),
        ):
            statement = f"{explain}SELECT * FROM audit WHERE {where} ORDER BY id DESC LIMIT 50"
            plan = " ".join(str(row) for row in connection.execute(text(statement)))
            assert index in plan and "TEMP B-TREE" not in plan, plan
    engine.dispose()


def test_what_is_done_to_an_organisation_is_in_its_trail_with_who_did_it(database_url: str) -> None:
    for command in (
        "add TEST0010 DEMO10 Fal --draw-password",
        "suspend TEST0010",
        "resume DEMO10",
        "roles TEST0010 --role plr",
        "user TEST0010 clerk",
        "password TEST0010 --draw-password",
    ):
        assert lrs_gateway(database_url, "organisation", *command.split(), "--by", "jo").exit_code == 0
    rows = found(database_url, "--organisation", "TEST0010")
    assert [row["operation"] for row in rows] == [
        "change-password",
        "change-users",
        "change-roles",
        "resume-organisation",
        "suspend-organisation",
        "add-organisation",
    ]
    assert {row["user"] for row in rows} == {JO}
    assert found(database_url, what="summary") == [], "an organisation did nothing"


def test_a_change_that_fails_is_not_in_the_trail(sqlite_url: str) -> None:
    assert lrs_gateway(sqlite_url, "organisation", "password", "TEST0001", stdin="1111111111111111").exit_code == 1
    assert lrs_gateway(sqlite_url, "organisation", "add", "TEST0001", "DEMO99", "X", "--draw-password").exit_code == 1
    assert found(sqlite_url) == []
