"""Nobody can read a record whose learner opted out.

Every change of AbilityToShare stays in the history.
"""

from typing import Any

import pytest
from lxml import etree
from sqlalchemy import select

from gateway import demo, metrics
from gateway.domain.consent import Notice
from gateway.handlers.lifecycle.unmerge_learner import unmerge_learner
from gateway.settings import OptOutLiftedBy, Settings
from gateway.store.tables.audit import audit
from tests.builders import (
    FINDMSG,
    LEARNER_SERVICE,
    LEARNERREC,
    MIAP_2014,
    R9,
    R9_2017,
    REGMSG,
    REPORTMSG,
    Reply,
    Wire,
    learner,
    miap,
    r9,
)
from tests.faulty import FaultySqlite
from tests.journeys.test_batches import output, submit, work
from tests.journeys.test_merges_and_deletions import decide, merge
from tests.stored import rows

ANN, CY = demo.ANN_ULN, demo.CY_ULN
NAMED = {ANN: ("Ann", "Lee", "2004-03-09", "2", "CV1 2WT"), CY: ("Cy", "Roe", "1999-11-30", "1", "LS1 4AP")}


def events(wire: Wire, uln: str, form: str) -> Reply:
    given, family, born, gender, _ = NAMED[uln]
    values = {"uln": uln, "givenName": given, "familyName": family, "dateOfBirth": born, "gender": gender}
    return wire.post(R9, r9("GetLearnerLearningEvents", values | {"getType": form}))


def record(wire: Wire, uln: str) -> Reply:
    given, family, born, gender, postcode = NAMED[uln]
    values = {
        "UserType": "ORG",
        "LNRContactType": "FTF",
        "ULN": uln,
        "FamilyName": family,
        "GivenName": given,
        "DateOfBirth": born,
        "Gender": gender,
        "LastKnownPostCode": postcode,
    }
    return wire.post(MIAP_2014, miap(LEARNERREC, "GetLearnerRecord", values))


def readings(wire: Wire, uln: str) -> list[Reply]:
    return [events(wire, uln, "FULL"), events(wire, uln, "BRIEF"), record(wire, uln)]


def codes(wire: Wire) -> list[str | None]:
    return [reply.code for uln in (ANN, CY) for reply in readings(wire, uln)]


@pytest.mark.parametrize(("master", "other"), [(ANN, CY), (CY, ANN)])
def test_nobody_who_withheld_is_read_through_another(wire: Wire, master: str, other: str) -> None:
    assert codes(wire) == ["WSRC0004"] * 3 + ["WSEC0206"] * 3
    merge(wire, master, other)
    assert codes(wire) == ["WSEC0206"] * 6
    assert events(wire, other, "FULL").text("FoundULN") == other, "who else he is, was not asked"
    for reply in (*readings(wire, ANN), *readings(wire, CY)):
        assert reply.texts("LearningEvent") == []
        assert (reply.text("Subject"), reply.text("EmailAddress"), reply.text("Title")) == (None, None, None)
    decide(wire, unmerge_learner, other)
    assert codes(wire) == ["WSRC0004"] * 3 + ["WSEC0206"] * 3


def test_a_caller_sees_that_she_withheld_and_may_lift_it_after_a_fresh_notice(wire: Wire) -> None:
    merge(wire, ANN, CY)
    names = {"ULN": ANN, "FamilyName": "Lee", "GivenName": "Ann"}
    found = wire.post(LEARNER_SERVICE, miap(FINDMSG, "FindLearnerByULN", names, find="FUL"))
    assert (found.text("AbilityToShare"), found.text("VersionNumber")) == ("2", "2")
    ann: dict[str, Any] = {
        "GivenName": "Ann",
        "FamilyName": "Lee",
        "LastKnownPostCode": "CV1 2WT",
        "DateOfBirth": "2004-03-09",
        "Gender": "2",
        "ULN": ANN,
    }
    for version, code in ((1, "WSRC0013"), (2, "WSRC0006")):
        values = learner(**ann, VersionNumber=version, AbilityToShare="1")
        assert wire.post(LEARNER_SERVICE, miap(REGMSG, "UpdateLearner", {"Learner": values})).code == code
    assert codes(wire) == ["WSRC0004"] * 3 + ["WSRC0022"] * 3


def row(uln: str, **changes: str) -> dict[str, str]:
    given, family, born, gender, postcode = NAMED[uln]
    named = {"GivenName": given, "FamilyName": family, "DateOfBirth": born, "Gender": gender}
    return named | {"LastKnownPostCode": postcode, "AbilityToShare": "1", "VerificationType": "3"} | changes


def submitted(wire: Wire, *rows: dict[str, str]) -> Reply:
    """Submit registrations, process them, and return the batch's output."""
    job = submit(wire, *rows).text("JobID")
    work(wire)
    return output(wire, str(job))


@pytest.mark.parametrize("by_uln", [False, True])
def test_a_row_of_a_batch_lifts_no_opt_out(wire: Wire, by_uln: bool) -> None:
    answer = submitted(wire, row(CY, ULN=CY) if by_uln else row(CY))
    assert (answer.text("ReturnCode"), answer.text("AbilityToShare")) == ("RC002", "2")
    assert [reply.code for reply in readings(wire, CY)] == ["WSEC0206"] * 3
    with wire.store.unit() as unit:
        assert unit.consents.of([CY]) == []


def test_a_row_of_a_batch_fills_what_is_empty_of_a_learner_who_opted_out(wire: Wire) -> None:
    answer = submitted(wire, row(CY, PlaceOfBirth="Leeds"))
    assert (answer.text("ReturnCode"), answer.text("AbilityToShare")) == ("RC003", "2")
    assert [reply.code for reply in readings(wire, CY)] == ["WSEC0206"] * 3


def test_a_row_about_a_master_lifts_no_opt_out_of_who_is_merged_into_it(wire: Wire) -> None:
    merge(wire, ANN, CY)
    answer = submitted(wire, row(ANN))
    assert (answer.text("ReturnCode"), answer.text("AbilityToShare")) == ("RC002", "2")
    assert codes(wire) == ["WSEC0206"] * 6


def test_a_row_of_a_batch_tells_that_a_notice_was_seen_and_is_kept_with_its_call(wire: Wire) -> None:
    given, family, born, gender, postcode = ("Ida", "Moor", "2003-05-05", "2", "LS1 4AP")
    new = {
        "GivenName": given,
        "FamilyName": family,
        "DateOfBirth": born,
        "Gender": gender,
        "LastKnownPostCode": postcode,
        "VerificationType": "3",
    }
    uln = str(submitted(wire, new | {"AbilityToShare": "0"}).text("ULN"))
    answer = submitted(wire, new | {"AbilityToShare": "1"})
    assert (answer.text("ReturnCode"), answer.text("AbilityToShare")) == ("RC003", "1")
    with wire.store.unit() as unit:
        (change,) = unit.consents.of([uln])
    calls = rows(wire.store, select(audit.c.call).where(audit.c.uln == uln, audit.c.operation == "submit-batch"))
    assert (change.held, change.given, change.notice) == (0, 1, Notice.SEEN)
    assert (change.cause.operation, change.cause.user) == ("submit-batch", "registrar")
    assert change.cause.call in [one.call for one in calls]


def lift(wire: Wire, uln: str, *, by: demo.DemoOrganisation, path: str = R9) -> Reply:
    """Set AbilityToShare to 1, by ULN and version only."""
    with wire.store.unit() as unit:
        held = unit.learners.by_uln(uln)
        assert held is not None
    values = {"uln": uln, "versionNumber": held.version, "abilityToShare": "FPNSeenShareData"}
    return wire.post(path, r9("UpdateLearnerSubsetFields", values, by=by))


def test_who_has_not_identified_the_learner_lifts_no_opt_out(wire: Wire) -> None:
    other = demo.SECOND_COLLEGE
    assert lift(wire, CY, by=other).code == "WSRC0014"
    wire.post(LEARNER_SERVICE, miap(REPORTMSG, "RetrieveULNs", {"ULNsToRetrieve": {"ULN": [CY]}}, by=other))
    wrong = {"ULN": CY, "FamilyName": "Roe", "GivenName": "Zebedee"}
    wire.post(LEARNER_SERVICE, miap(FINDMSG, "FindLearnerByULN", wrong, find="FUL", by=other))
    wire.post(LEARNER_SERVICE, miap(REPORTMSG, "VerifyLearner", {"LearnerToVerify": wrong}, by=other))
    assert lift(wire, CY, by=other).code == "WSRC0014"
    assert lift(wire, CY, by=other, path=R9_2017).code == "WSRC0014"
    assert [reply.code for reply in readings(wire, CY)] == ["WSEC0206"] * 3


@pytest.mark.parametrize("how", ["by ULN", "by demographics", "verified", "by a row of a batch"])
def test_who_has_identified_the_learner_by_names_lifts_the_opt_out(wire: Wire, how: str) -> None:
    other = demo.SECOND_COLLEGE
    given, family, born, gender, postcode = NAMED[CY]
    named = {"ULN": CY, "FamilyName": family, "GivenName": given}
    match how:
        case "by ULN":
            wire.post(LEARNER_SERVICE, miap(FINDMSG, "FindLearnerByULN", named, find="FUL", by=other))
        case "by demographics":
            values = {
                "FamilyName": family,
                "GivenName": given,
                "DateOfBirth": born,
                "Gender": gender,
                "LastKnownPostCode": postcode,
            }
            wire.post(LEARNER_SERVICE, miap(FINDMSG, "FindLearnerByDemographics", values, find="FUL", by=other))
        case "verified":
            wire.post(LEARNER_SERVICE, miap(REPORTMSG, "VerifyLearner", {"LearnerToVerify": named}, by=other))
        case _:
            submit(wire, row(CY), by=other)
            work(wire)
    assert lift(wire, CY, by=other).code == "WSRC0006"
    assert [reply.code for reply in readings(wire, CY)] == ["WSRC0004"] * 3


def test_who_registered_the_learner_lifts_the_opt_out(wire: Wire) -> None:
    other = demo.SECOND_COLLEGE
    values = learner(GivenName="Ida", FamilyName="Moor", AbilityToShare="2")
    registered = wire.post(LEARNER_SERVICE, miap(REGMSG, "RegisterLearner", {"Learner": values}, by=other))
    uln = registered.text("ULN")
    assert uln
    assert lift(wire, uln, by=demo.COLLEGE).code == "WSRC0014"
    assert lift(wire, uln, by=other).code == "WSRC0006"


@pytest.mark.parametrize(
    ("lifted_by", "code"), [(OptOutLiftedBy.ANY, "WSRC0006"), (OptOutLiftedBy.OPERATOR, "WSRC0014")]
)
def test_a_setting_says_who_lifts_opt_outs(database_url: str, lifted_by: OptOutLiftedBy, code: str) -> None:
    with Wire.open(Settings(database_url=database_url, opt_out_lifted_by=lifted_by)) as wire:
        if lifted_by is OptOutLiftedBy.OPERATOR:
            named = {"ULN": CY, "FamilyName": "Roe", "GivenName": "Cy"}
            wire.post(LEARNER_SERVICE, miap(FINDMSG, "FindLearnerByULN", named, find="FUL"))
        assert lift(wire, CY, by=demo.COLLEGE).code == code


def lifted() -> float:
    return metrics.totals().get(("gateway_opt_outs_lifted_total", "update-contact"), 0.0)


def test_a_lifted_opt_out_is_counted_once_it_is_committed(sqlite_url: str) -> None:
    with Wire.open(Settings(database_url=sqlite_url, opt_out_lifted_by=OptOutLiftedBy.ANY)) as wire:
        database, before = FaultySqlite(wire.store.engine), lifted()
        database.arm(2, like="^COMMIT")  # the first reads the version
        assert lift(wire, CY, by=demo.COLLEGE).status == 500
        assert lifted() == before
        database.disarm()
        assert lift(wire, CY, by=demo.COLLEGE).code == "WSRC0006"
        assert lifted() == before + 1
        assert lift(wire, demo.GIL_ULN, by=demo.COLLEGE).code == "WSRC0006"
        assert lifted() == before + 1, "who had not seen a notice has lifted nothing"


def test_the_change_and_the_audit_row_of_an_operator_name_one_call(wire: Wire) -> None:
    merge(wire, CY, ANN)
    with wire.store.unit() as unit:
        (change,) = unit.consents.of([ANN])
        (entry,) = unit.learners.history(ANN)
    (call,) = rows(wire.store, select(audit.c.call, audit.c.operation).where(audit.c.uln == ANN))
    assert (change.cause.call, entry.call, change.cause.operation) == (call.call, call.call, "merge")
    assert change.cause.organisation_id is None


def test_an_answer_that_withholds_holds_nothing_but_what_was_sent(wire: Wire) -> None:
    for reply in readings(wire, CY):
        said = {text for one in reply.payload.iter(etree.Element) if (text := (one.text or "").strip())}
        assert said <= {CY, "WSEC0206", *NAMED[CY]}
