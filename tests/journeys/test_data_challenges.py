"""Data challenges, as the records of both contracts show them."""

from gateway import demo
from gateway.domain.access_log import OperatorAction
from gateway.domain.actors import Caller, Decision
from gateway.domain.challenge import ChallengedEvent, Complaint
from gateway.domain.verification import StatedIdentity
from gateway.handlers.challenges.create_challenge import CreateChallenge, create_challenge
from gateway.handlers.challenges.resolve_challenge import ResolveChallenge, resolve_challenge
from gateway.handlers.execution.operator import operate
from gateway.handlers.lifecycle.merge_learners import MergeLearners, merge_learners
from tests.builders import LEARNERREC, MIAP_2014, R9, Reply, Wire, miap, r9

BY_JO = Decision(by="jo", reason="The board says so")
CLAIM = StatedIdentity(uln=demo.ANN_ULN, given_name="Ann", family_name="Lee")


def record(wire: Wire, uln: str = demo.ANN_ULN, given: str = "Ann", family: str = "Lee") -> Reply:
    values = {"uln": uln, "givenName": given, "familyName": family, "dateOfBirth": "", "gender": "", "getType": "FULL"}
    return wire.post(R9, r9("GetLearnerLearningEvents", values))


def record_2014(wire: Wire) -> Reply:
    values = {
        "UserType": "ORG",
        "LNRContactType": "FTF",
        "ULN": demo.ANN_ULN,
        "FamilyName": "Lee",
        "GivenName": "Ann",
        "DateOfBirth": "2004-03-09",
        "Gender": "2",
        "LastKnownPostCode": "CV1 2WT",
    }
    return wire.post(MIAP_2014, miap(LEARNERREC, "GetLearnerRecord", values))


def raised(wire: Wire, event: int) -> str:
    with wire.store.unit() as unit:
        organisation = unit.organisations.named(demo.COLLEGE.ukprn, "")
        assert organisation is not None
        said = Complaint(kind="Incorrect grade", first=ChallengedEvent(event_id=event))
        caller = Caller(organisation=organisation, user="registrar", operation="test", call="0" * 32)
        return create_challenge(CreateChallenge(identity=CLAIM, complaint=said), caller, unit).reference


def test_every_record_says_which_events_are_under_challenge(wire: Wire) -> None:
    before = record(wire).texts("UnderDataChallenge"), record_2014(wire).texts("DataChallengeIndicator")
    assert "Y" not in before[0] + before[1]
    reference = raised(wire, int(record(wire).texts("ID")[3]))
    assert record(wire).texts("UnderDataChallenge")[3] == "Y"
    assert record(wire).texts("UnderDataChallenge").count("Y") == 1
    assert record_2014(wire).texts("DataChallengeIndicator")[3] == "Y"
    with wire.store.unit() as unit:
        operate(
            OperatorAction.RESOLVE_CHALLENGE,
            resolve_challenge,
            ResolveChallenge(reference=reference, upheld=True),
            BY_JO,
            unit,
        )
    assert (record(wire).texts("UnderDataChallenge"), record_2014(wire).texts("DataChallengeIndicator")) == before


def test_what_was_reported_of_a_learner_before_a_merge_stands_in_the_record_of_the_master(wire: Wire) -> None:
    of_ann = record(wire).texts("ID")
    with wire.store.unit() as unit:
        request = MergeLearners(master=demo.SION_ULN, others=(demo.ANN_ULN,))
        operate(OperatorAction.MERGE, merge_learners, request, BY_JO, unit)
    of_both = record(wire, demo.SION_ULN, "Siôn", "Wyn-Jones").texts("ID")
    assert set(of_ann) < set(of_both)
    assert record(wire).texts("ID") == of_both
