"""How operations and reports answer after merges and deletions."""

from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from lxml import etree

from gateway import demo
from gateway.domain.access_log import OperatorAction
from gateway.domain.actors import Decision
from gateway.handlers.execution.operator import operate
from gateway.handlers.identification.by_uln import master_of
from gateway.handlers.lifecycle.delete_learner import delete_learner
from gateway.handlers.lifecycle.merge_learners import MergeLearners, merge_learners
from gateway.handlers.lifecycle.restore_learner import restore_learner
from gateway.handlers.lifecycle.unmerge_learner import unmerge_learner
from tests.builders import FINDMSG, LEARNER_SERVICE, MIAP_2014, R9, REGMSG, REPORTMSG, Reply, Wire, learner, miap, r9
from tests.contract.test_responses_are_valid import schema_of

ANN, DEE, GIL, SION = demo.ANN_ULN, demo.DEE_ULN, demo.GIL_ULN, demo.SION_ULN
NAMES = {"FamilyName": "Ash", "GivenName": "Gil"}
DETAILS = {"DateOfBirth": "2003-01-15", "Gender": "1", "LastKnownPostCode": "EX4 3SR"}


def decide(wire: Wire, verb: Callable[..., Any], request: Any) -> None:
    with wire.store.unit() as unit:
        operate(
            OperatorAction[verb.__name__.partition("_")[0].upper()],
            verb,
            request,
            Decision(by="jo", reason="Same person"),
            unit,
        )


def merge(wire: Wire, master: str, *others: str) -> None:
    decide(wire, merge_learners, MergeLearners(master=master, others=others))


def find(wire: Wire, uln: str = GIL, names: dict[str, str] = NAMES) -> Reply:
    return wire.post(LEARNER_SERVICE, miap(FINDMSG, "FindLearnerByULN", {"ULN": uln, **names}, find="FUL"))


def search(wire: Wire) -> Reply:
    order = {"FamilyName": "Ash", "GivenName": "Gil", "DateOfBirth": "2003-01-15", "Gender": "1"}
    values = order | {"LastKnownPostCode": "EX4 3SR"}
    return wire.post(LEARNER_SERVICE, miap(FINDMSG, "FindLearnerByDemographics", values, find="FUL"))


def verify(wire: Wire) -> Reply:
    claim = {"LearnerToVerify": {"ULN": GIL, **NAMES, "DateOfBirth": "2003-01-15", "Gender": "1"}}
    return wire.post(LEARNER_SERVICE, miap(REPORTMSG, "VerifyLearner", claim))


def retrieve(wire: Wire) -> Reply:
    return wire.post(LEARNER_SERVICE, miap(REPORTMSG, "RetrieveULNs", {"ULNsToRetrieve": {"ULN": [GIL]}}))


def record(wire: Wire) -> Reply:
    values = {"uln": GIL, "givenName": "Gil", "familyName": "Ash", "dateOfBirth": "2003-01-15", "gender": "1"}
    return wire.post(R9, r9("GetLearnerLearningEvents", values | {"getType": "FULL"}))


def update(wire: Wire, version: int) -> Reply:
    values = learner(GivenName="Gil", FamilyName="Ashe", ULN=GIL, VersionNumber=version)
    return wire.post(LEARNER_SERVICE, miap(REGMSG, "UpdateLearner", {"Learner": values}))


def answers(wire: Wire) -> list[str | None]:
    return [ask(wire).code for ask in (find, search, verify, retrieve, record)]


def report(wire: Wire, root: str, first: str = "", last: str | None = None) -> Reply:
    values = {"FromDate": first or today(), "ToDate": last}
    reply = wire.post(MIAP_2014, miap(REPORTMSG, root, values))
    if reply.status == 200:
        schema_of("learner_service_2014").validate(etree.tostring(reply.payload))
    return reply


def today(days_on: int = 0) -> str:
    return (datetime.now(UTC).date() + timedelta(days=days_on)).isoformat()


STANDING_ALONE = ["WSRC0004", "WSRC0004", "WSVRC001", "WSRC0004", "WSRC0004"]
MERGED = ["WSRC0022", "WSRC0022", "WSVRC002", "WSRC0022", "WSRC0022"]
GONE = ["WSRC0001", "WSRC0001", "WSVRC006", "WSRC0001", "WSEC0208"]


def test_a_merged_learner_is_answered_with_its_master_until_it_is_unmerged(wire: Wire) -> None:
    assert answers(wire) == STANDING_ALONE
    merge(wire, ANN, GIL)
    assert answers(wire) == MERGED
    for ask in (find, search):
        assert ask(wire).texts("ULN")[-2:] == [ANN, GIL], "the master, and whom it is linked to"
        assert (ask(wire).text("MasterSubstituted"), ask(wire).texts("GivenName")[-1]) == ("Y", "Ann")
    assert (verify(wire).text("SearchedULN"), verify(wire).text("ULN")) == (GIL, ANN)
    assert (retrieve(wire).text("MasterULN"), retrieve(wire).text("GivenName")) == (ANN, "Ann")
    assert (record(wire).text("FoundULN"), record(wire).text("IncomingULN")) == (ANN, GIL)
    assert len(record(wire).texts("LearningEvent")) == 7, "the events of the master"
    assert update(wire, 2).code == "WSRC0019"
    decide(wire, unmerge_learner, GIL)
    assert answers(wire) == STANDING_ALONE
    assert record(wire).texts("LearningEvent") == [], "his own events, of which he has none"
    assert update(wire, 3).code == "WSRC0006"


def test_a_deleted_learner_is_found_nowhere_until_it_is_restored(wire: Wire) -> None:
    decide(wire, delete_learner, GIL)
    assert answers(wire) == GONE
    assert update(wire, 2).code == "WSRC0019"
    decide(wire, restore_learner, GIL)
    assert answers(wire) == STANDING_ALONE
    assert update(wire, 1).code == "WSRC0013"
    assert update(wire, 3).code == "WSRC0006"


def test_everybody_merged_along_the_way_is_answered_with_the_one_master(wire: Wire) -> None:
    merge(wire, DEE, GIL)
    merge(wire, ANN, DEE)
    for uln, names in (
        (GIL, NAMES),
        (DEE, {"FamilyName": "Moe", "GivenName": "Dee"}),
        (demo.MERGED_ULN, {"FamilyName": "Poe", "GivenName": "Dee"}),
    ):
        found = find(wire, uln, names)
        assert (found.code, found.texts("GivenName")[-1]) == ("WSRC0022", "Ann")
        assert found.texts("ULN") == [uln, ANN, DEE, demo.MERGED_ULN, GIL]


def test_an_opt_out_of_the_master_is_what_counts(wire: Wire) -> None:
    merge(wire, demo.CY_ULN, GIL)
    assert record(wire).code == "WSEC0206"


def test_the_report_of_merges_tells_merge_and_unmerge_by_date(wire: Wire) -> None:
    root = "GetMergedUnmergedULNs"
    assert report(wire, root).code == "WSRC0024"
    merge(wire, ANN, GIL)
    merged = report(wire, root)
    assert (merged.code, merged.text("FromDate"), merged.text("ToDate")) == ("WSRC0023", today(), None)
    assert [merged.text(name) for name in ("MasterULN", "MergedULN", "MergedFamilyName", "MergedDate")] == [
        ANN,
        GIL,
        "Ash",
        today(),
    ]
    assert merged.text("UnmergedLearners") is None
    decide(wire, unmerge_learner, GIL)
    both = report(wire, root, today(), today())
    assert (both.texts("MergedULN"), both.texts("UnmergedULN"), both.text("ToDate")) == ([GIL], [GIL], today())
    assert [both.text(name) for name in ("UnmergedGivenName", "UnmergedDateOfBirth", "UnmergedDate")] == [
        "Gil",
        "2003-01-15",
        today(),
    ]
    assert report(wire, root, today(-2), today(-1)).code == "WSRC0024"
    assert report(wire, root, "2024-10-01").texts("MergedULN") == [demo.MERGED_ULN, GIL]


def test_the_report_of_deletions_tells_ulns_and_dates_only(wire: Wire) -> None:
    root = "GetDeletedULNs"
    decide(wire, delete_learner, GIL)
    deleted = report(wire, root, "2024-10-01")
    assert (deleted.code, deleted.texts("ULN")) == ("WSRC0023", [demo.EVE_ULN, GIL])
    assert deleted.texts("DeletedDate") == ["2024-11-01", today()]
    assert b"Ash" not in deleted.body
    decide(wire, restore_learner, GIL)
    assert report(wire, root).code == "WSRC0024"


@pytest.mark.parametrize("root", ["GetMergedUnmergedULNs", "GetDeletedULNs"])
def test_a_report_that_ends_before_it_begins_is_badly_formed_and_one_of_the_future_is_empty(
    wire: Wire, root: str
) -> None:
    assert report(wire, root, "2024-11-02", "2024-11-01").code == "WSEC0001"
    assert report(wire, root, today(5)).code == "WSRC0024"


def test_who_is_merged_onward_between_two_readings_is_answered_for_by_the_new_master(wire: Wire) -> None:
    store = wire.store
    with store.reading() as unit:
        read_before = unit.learners.by_uln(demo.MERGED_ULN)
    assert read_before is not None
    assert read_before.master_uln == DEE
    merge(wire, ANN, DEE)
    with store.reading() as unit:
        assert master_of(read_before, unit).uln == ANN
