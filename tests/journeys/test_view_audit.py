"""Learners see who looked at their records: colleges and operators.

It does not matter which linked ULN a college named.
"""

import json
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

from sqlalchemy import Connection, text

from gateway import demo
from gateway.domain.access import Operation
from gateway.domain.access_log import OperatorLook, describe_action
from gateway.handlers.execution.operator import look
from gateway.handlers.lifecycle.unmerge_learner import unmerge_learner
from gateway.store.unit import Store
from tests.builders import FINDMSG, LEARNER_SERVICE, R9, REGMSG, REPORTMSG, Reply, Wire, learner, miap, r9
from tests.cli.test_commands import JO, lrs_gateway
from tests.journeys.test_consent import events
from tests.journeys.test_merges_and_deletions import decide, merge
from tests.store.golden_sql import FOLDER

ANN, CY, GIL = demo.ANN_ULN, demo.CY_ULN, demo.GIL_ULN
READ, WITHHELD = "Read the learning record", "Asked for the learning record, which was withheld"


def audit(wire: Wire, uln: str = ANN, names: tuple[str, str] = ("Ann", "Lee"), page: int = 0) -> Reply:
    values = {"learnerUln": uln, "learnerGivenName": names[0], "learnerFamilyName": names[1], "page": page}
    return wire.post(R9, r9("ViewAudit", values))


def actions(wire: Wire, uln: str = ANN, names: tuple[str, str] = ("Ann", "Lee")) -> list[str]:
    return audit(wire, uln, names).texts("Action")


def test_whoever_is_shown_something_of_a_learner_is_told_to_her(wire: Wire) -> None:
    named = {"ULN": ANN, "FamilyName": "Lee", "GivenName": "Ann"}
    known = {"FamilyName": "Lee", "GivenName": "Ann", "DateOfBirth": "2004-03-09", "Gender": "2"}
    events(wire, ANN, "BRIEF")
    wire.post(LEARNER_SERVICE, miap(FINDMSG, "FindLearnerByULN", named, find="FUL"))
    wire.post(
        LEARNER_SERVICE,
        miap(FINDMSG, "FindLearnerByDemographics", known | {"LastKnownPostCode": "CV1 2WT"}, find="FUL"),
    )
    wire.post(LEARNER_SERVICE, miap(REPORTMSG, "RetrieveULNs", {"ULNsToRetrieve": {"ULN": [ANN]}}))
    claim = {"LearnerToVerify": named | {"DateOfBirth": "2004-03-09", "Gender": "2"}}
    wire.post(LEARNER_SERVICE, miap(REPORTMSG, "VerifyLearner", claim, by=demo.VERIFIER))
    other = {"LearnerToVerify": {"ULN": ANN, "FamilyName": "Grey", "GivenName": "Zoe"}}
    wire.post(LEARNER_SERVICE, miap(REPORTMSG, "VerifyLearner", other, by=demo.VERIFIER))
    shown = audit(wire)
    assert shown.texts("Action") == [
        "Tried to verify details, which differ",
        "Verified name, birth date and gender",
        "Retrieved name, birth date and gender by ULN",
        "Looked the learner up by name and birth date",
        "Looked the learner up by ULN",
        READ,
    ]
    assert shown.texts("Organisation") == ["Derwent Checks"] * 2 + ["Ashdown College"] * 4
    assert shown.text("TotalItems") == "6"


def test_a_change_is_no_look(wire: Wire) -> None:
    values = learner(GivenName="Gil", FamilyName="Ash", ULN=GIL, VersionNumber=1, LastKnownPostCode="EX4 3SR")
    assert wire.post(LEARNER_SERVICE, miap(REGMSG, "UpdateLearner", {"Learner": values})).code == "WSRC0006"
    assert audit(wire, GIL, ("Gil", "Ash")).text("TotalItems") == "0"


def test_a_look_by_a_merged_uln_counts_for_the_master_and_who_leaves_takes_his_own_along(wire: Wire) -> None:
    events(wire, CY, "FULL")
    merge(wire, ANN, CY)
    events(wire, CY, "FULL")
    for uln, names in ((ANN, ("Ann", "Lee")), (CY, ("Cy", "Roe")), (CY, ("Ann", "Lee"))):
        assert actions(wire, uln, names) == [WITHHELD] * 2
    assert actions(wire, CY, ("Zoe", "Grey")) == []
    decide(wire, unmerge_learner, CY)
    assert actions(wire) == actions(wire, CY, ("Cy", "Roe")) == [WITHHELD]


def test_a_call_that_touches_several_ulns_of_a_learner_is_one_look(wire: Wire) -> None:
    merge(wire, ANN, CY)
    with wire.store.unit() as unit:
        look(OperatorLook.EXPORT, [ANN, CY], "jo", unit)
    shown = audit(wire)
    assert (shown.texts("Action"), shown.text("TotalItems")) == (["Exported all that is held of the learner"], "1")


def test_an_operator_who_looks_is_told_too(wire: Wire, database_url: str) -> None:
    for command in (
        ["learner", "show", ANN, "--by", "jo"],
        [
            "match",
            "explain",
            "--given",
            "Ann",
            "--family",
            "Lee",
            "--born",
            "2004-03-09",
            "--gender",
            "2",
            "--by",
            "jo",
            "--postcode",
            "CV12WT",
        ],
    ):
        assert lrs_gateway(database_url, *command).exit_code == 0
    shown = audit(wire)
    assert shown.texts("Action") == ["Looked why a person is found or not", "Looked at what is held of the learner"]
    assert shown.texts("Organisation") == ["Operator of the register"] * 2
    assert shown.texts("User") == [JO] * 2


def test_the_pages_hold_every_look_once_and_the_total_is_that_of_all(wire: Wire) -> None:
    for number in range(23):
        with wire.store.unit() as unit:
            look(OperatorLook.LEARNER, [ANN], f"user {number:02}", unit)
    pages = [audit(wire, page=page) for page in range(4)]
    users = [user for page in pages for user in page.texts("User")]
    assert users == [f"user {number:02}" for number in reversed(range(23))]
    assert [len(page.texts("User")) for page in pages] == [10, 10, 3, 0]
    assert {(page.text("TotalItems"), page.text("PageCount")) for page in pages} == {("23", "3")}


def test_what_is_new_is_told_under_its_name() -> None:
    assert describe_action("raise-challenge", "WSRC0004") == "Raise challenge"
    assert describe_action(Operation.READ_RECORD, "WSRC0022") == READ


@contextmanager
def a_long_trail(store: Store) -> Iterator[Connection]:
    """Return a register with a long audit trail.

    It has a hundred thousand accesses to other learners, and three to Ann.
    """
    number = (
        "WITH RECURSIVE n(n) AS (SELECT 1 UNION ALL SELECT n + 1 FROM n WHERE n < 100000) "
        if store.engine.dialect.name == "sqlite"
        else "WITH n AS (SELECT generate_series(1, 100000) AS n) "
    )
    with store.engine.begin() as connection:
        connection.execute(
            text(
                "INSERT INTO audit (at, call, organisation_id, user_name, operation, code, uln) "
                + number
                + "SELECT '2026-01-01 00:00:00', 'c' || n, 1, 'u', 'read-record', 'WSRC0004', "
                "CASE WHEN n % 40000 = 1 THEN '3000000207' ELSE CAST(4000000000 + n % 5000 AS VARCHAR(10)) END FROM n"
            )
        )
        connection.execute(text("ANALYZE audit"))
    with store.engine.connect() as connection:
        yield connection


def test_looks_are_found_by_the_index_among_those_of_everybody(store: Store) -> None:
    with a_long_trail(store) as connection, store.unit() as unit:
        total, shown = unit.audit.accesses([ANN, CY], page=0, size=10)
        assert (total, len(shown)) == (3, 3)
        sqlite = store.engine.dialect.name == "sqlite"
        runs = (FOLDER / store.engine.dialect.name / "audit.select_accesses.sql").read_text()
        asked: Any = (json.dumps([ANN, CY]), 10, 0) if sqlite else {"ulns": [ANN, CY], "size": 10, "skipped": 0}
        told = str(connection.exec_driver_sql(("EXPLAIN QUERY PLAN " if sqlite else "EXPLAIN ") + runs, asked).all())
    assert "ix_audit_uln" in told
    for whole in ("SCAN audit", "Seq Scan on audit", "pk_audit", "audit_pkey"):
        assert whole not in told
