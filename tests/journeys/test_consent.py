"""Who withheld is read by nobody, by no ULN and in no form; and what is kept of every change."""

from typing import Any

import pytest
from lxml import etree
from sqlalchemy import select

from gateway import demo
from gateway.domain.consent import Notice
from gateway.handlers.unmerge import unmerge_learner
from gateway.store.tables import audit
from tests.builders import FINDMSG, LEARNER_SERVICE, LEARNERREC, MIAP_2014, R9, REGMSG, Reply, Wire, learner, miap, r9
from tests.journeys.test_batches import submit, work
from tests.journeys.test_merges_and_deletions import decide, merge

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


def test_the_row_of_a_batch_that_lifts_an_opt_out_is_kept_with_its_call(wire: Wire) -> None:
    given, family, born, gender, postcode = NAMED[CY]
    row = {"GivenName": given, "FamilyName": family, "DateOfBirth": born, "Gender": gender}
    submit(wire, row | {"LastKnownPostCode": postcode, "AbilityToShare": "1", "VerificationType": "3"})
    work(wire)
    with wire.gateway._store.unit() as unit:
        (change,) = unit.consents.of([CY])
        calls = unit._session.rows(select(audit.c.call).where(audit.c.uln == CY, audit.c.operation == "submit-batch"))
    assert (change.held, change.given, change.notice) == (2, 1, Notice.FRESH)
    assert (change.cause.operation, change.cause.user) == ("submit-batch", "registrar")
    assert [one.call for one in calls] == [change.cause.call]


def test_the_change_and_the_audit_row_of_an_operator_name_one_call(wire: Wire) -> None:
    merge(wire, CY, ANN)
    with wire.gateway._store.unit() as unit:
        (change,) = unit.consents.of([ANN])
        (entry,) = unit.learners.history(ANN)
        (call,) = unit._session.rows(select(audit.c.call, audit.c.operation).where(audit.c.uln == ANN))
    assert (change.cause.call, entry.call, change.cause.operation) == (call.call, call.call, "merge")
    assert change.cause.organisation_id is None


def test_an_answer_that_withholds_holds_nothing_but_what_was_sent(wire: Wire) -> None:
    for reply in readings(wire, CY):
        said = {text for one in reply.payload.iter(etree.Element) if (text := (one.text or "").strip())}
        assert said <= {CY, "WSEC0206", *NAMED[CY]}
