"""Data challenges: who may raise, list and withdraw them.

The tests also show how long an event is under challenge.
"""

import json
import logging
from collections.abc import Callable
from dataclasses import replace
from datetime import date, datetime, timedelta
from typing import Any

import pytest
from sqlalchemy import update

from gateway import demo
from gateway.demo import DemoOrganisation
from gateway.domain.access import Operation, may
from gateway.domain.access_log import OperatorAction
from gateway.domain.actors import Caller, Decision
from gateway.domain.challenge import (
    AlreadyResolved,
    ChallengedEvent,
    ChallengeStatus,
    Complaint,
    Contact,
    EventDescription,
)
from gateway.domain.codes import Code
from gateway.domain.learner import Gender
from gateway.domain.verification import StatedIdentity
from gateway.handlers.challenges import create_challenge as creating
from gateway.handlers.challenges.create_challenge import ChallengeOutcome, CreateChallenge, create_challenge
from gateway.handlers.challenges.list_challenges import ListChallenges, list_challenges
from gateway.handlers.challenges.resolve_challenge import ResolveChallenge, resolve_challenge
from gateway.handlers.challenges.withdraw_challenge import DeleteChallenge, withdraw_challenge
from gateway.handlers.execution.operator import operate
from gateway.handlers.execution.outcome import OperatorResult, Outcome
from gateway.handlers.lifecycle.merge_learners import MergeLearners, merge_learners
from gateway.handlers.lifecycle.unmerge_learner import unmerge_learner
from gateway.handlers.records.read_record import ReadRecord, RecordOutcome, read_record
from gateway.store.errors import NoSuchChallenge, Stale
from gateway.store.tables.events import learning_event
from gateway.store.unit import Store
from tests.calls import call
from tests.stored import audited

ANN = StatedIdentity(
    uln=demo.ANN_ULN,
    given_name="Ann",
    family_name="Lee",
    date_of_birth=date(2004, 3, 9),
    gender=Gender.FEMALE,
)
DEE = StatedIdentity(uln=demo.DEE_ULN, given_name="Dee", family_name="Moe")
MERGED = StatedIdentity(uln=demo.MERGED_ULN, given_name="Dee", family_name="Poe")
GIL = StatedIdentity(uln=demo.GIL_ULN, given_name="Gil", family_name="Ash")
CY = StatedIdentity(uln=demo.CY_ULN, given_name="Cy", family_name="Roe")
CONTACT = Contact(name="Mo Penhaligon", telephone="01872 555019", email="mo@penhaligon.example.org")
BY_JO = Decision(by="jo", reason="The board says so")


def complaint(*event_ids: int | None, **changes: Any) -> Complaint:
    first, second = (*event_ids, None, None)[:2]
    values: dict[str, Any] = {
        "kind": "Incorrect grade",
        "information": "The board regraded her",
        "contact": CONTACT,
        "first": ChallengedEvent(event_id=first, source="NPD"),
        "second": ChallengedEvent(event_id=second, source="NPD"),
        "original": EventDescription(title="Mathematics", grade="7", achieved_on=date(2020, 8, 20)),
        "supplied": EventDescription(title="Mathematics", grade="8", achieved_on=date(2020, 8, 20)),
    }
    return Complaint(**values | changes)


def raise_(
    store: Store, claim: StatedIdentity, said: Complaint, by: DemoOrganisation = demo.COLLEGE, **more: Any
) -> ChallengeOutcome:
    request = CreateChallenge(identity=claim, complaint=said, **more)
    raised: ChallengeOutcome = call(store, Operation.CREATE_CHALLENGE, create_challenge, request, by)
    return raised


def record(store: Store, claim: StatedIdentity) -> RecordOutcome:
    request = ReadRecord(identity=claim, reader_is_learner=False)
    read: RecordOutcome = call(store, Operation.READ_RECORD, read_record, request)
    return read


def challenged(store: Store, claim: StatedIdentity) -> list[int]:
    return [event.id for event in record(store, claim).events if event.under_challenge]


def events(store: Store, claim: StatedIdentity) -> list[int]:
    return [event.id for event in record(store, claim).events]


def listed(store: Store, claim: StatedIdentity, by: DemoOrganisation = demo.COLLEGE, **bounds: datetime) -> list[str]:
    request = ListChallenges(uln=claim.uln, **bounds)
    return [one.reference for one in call(store, Operation.LIST_CHALLENGES, list_challenges, request, by).challenges]


def delete(store: Store, claim: StatedIdentity, reference: str, by: DemoOrganisation = demo.COLLEGE) -> Code:
    request = DeleteChallenge(uln=claim.uln, reference=reference)
    deleted: Outcome = call(store, Operation.DELETE_CHALLENGE, withdraw_challenge, request, by)
    return deleted.code


def resolve(store: Store, reference: str, *, upheld: bool = True) -> None:
    operator(
        store, OperatorAction.RESOLVE_CHALLENGE, resolve_challenge, ResolveChallenge(reference=reference, upheld=upheld)
    )


def operator(store: Store, action: OperatorAction, verb: Callable[..., OperatorResult], request: Any) -> None:
    with store.unit() as unit:
        operate(action, verb, request, BY_JO, unit)


def test_an_event_is_under_challenge_until_the_challenge_is_resolved(store: Store) -> None:
    third, sixth = events(store, ANN)[2], events(store, ANN)[5]
    assert challenged(store, ANN) == []
    raised = raise_(store, ANN, complaint(third, sixth))
    assert raised.code == Code.EXACT_MATCH and raised.reference.startswith("DC")
    assert challenged(store, ANN) == [third, sixth]
    resolve(store, raised.reference)
    assert challenged(store, ANN) == []
    assert record(store, ANN).events[2].under_challenge is False, "as its source says"
    assert record(store, ANN).events[5].under_challenge is None, "its source says nothing"


def test_an_event_with_two_challenges_is_under_challenge_until_both_are_over(store: Store) -> None:
    event = events(store, ANN)[0]
    first = raise_(store, ANN, complaint(event)).reference
    second = raise_(store, ANN, complaint(None, event), by=demo.SECOND_COLLEGE).reference
    resolve(store, first, upheld=False)
    assert challenged(store, ANN) == [event]
    assert delete(store, ANN, second, by=demo.SECOND_COLLEGE) == Code.EXACT_MATCH
    assert challenged(store, ANN) == []


def test_all_that_is_said_is_kept_for_the_operator(store: Store) -> None:
    event = events(store, ANN)[0]
    texts: dict[str, Any] = {name: "as it is" for name in EventDescription.__slots__ if not name.endswith("_on")}
    said = complaint(event, original=replace(EventDescription(achieved_on=date(2020, 8, 20)), **texts))
    reference = raise_(store, ANN, said).reference
    with store.reading() as unit:
        held = unit.challenges.by_reference(reference)
        assert unit.challenges.listed([ChallengeStatus.OPEN], 10) == [held]
        assert (
            unit.challenges.listed([ChallengeStatus.UPHELD, ChallengeStatus.REJECTED, ChallengeStatus.WITHDRAWN], 10)
            == []
        )
    assert held.complaint == said
    assert (held.uln, held.user, held.state) == (demo.ANN_ULN, demo.COLLEGE.user, ChallengeStatus.OPEN)


@pytest.mark.parametrize(
    ("claim", "code"),
    [
        (replace(ANN, given_name="Bea"), Code.NOT_VERIFIED),
        (replace(ANN, date_of_birth=date(2004, 3, 10)), Code.NOT_VERIFIED),
        (replace(ANN, gender=Gender.MALE), Code.NOT_VERIFIED),
        (replace(ANN, uln="9276308686"), Code.NOT_VERIFIED),
        (replace(ANN, uln="1234567890"), Code.ULN_INVALID),
        (StatedIdentity(uln=demo.EVE_ULN, given_name="Eve", family_name="Fox"), Code.NOT_VERIFIED),
    ],
)
def test_who_is_not_verified_has_no_challenge(store: Store, claim: StatedIdentity, code: Code) -> None:
    refused = raise_(store, claim, complaint(events(store, ANN)[0]))
    assert (refused.code, refused.reference) == (code, "")
    assert challenged(store, ANN) == []


def test_an_event_of_somebody_else_is_refused(store: Store) -> None:
    event, another = events(store, ANN)[0], events(store, DEE)[0]
    for said in (complaint(another), complaint(event, another), complaint(2**31 - 1), complaint(2**40)):
        refused = raise_(store, ANN, said)
        assert (refused.code, refused.reference) == (Code.BAD_REQUEST, "")
    assert challenged(store, ANN) == challenged(store, DEE) == []


def test_who_does_not_share_has_challenges_but_tells_nothing_of_events(store: Store) -> None:
    with store.reading() as unit:
        own = unit.events.of([demo.CY_ULN])[0].id
    assert raise_(store, CY, complaint(own)).code == Code.NOT_SHARED
    assert raise_(store, CY, complaint(own + 1000)).code == Code.NOT_SHARED, "the same, whatever there is"
    assert raise_(store, CY, complaint(information="An award is missing")).code == Code.EXACT_MATCH


@pytest.mark.parametrize(
    ("changes", "code"),
    [
        ({"kind": " "}, Code.BAD_REQUEST),
        ({"kind": "x" * 255}, Code.BAD_REQUEST),
        ({"information": "x" * 4001}, Code.BAD_REQUEST),
        ({"contact": Contact(name="x" * 255)}, Code.BAD_REQUEST),
        ({"supplied": EventDescription(awarding_body="x" * 255)}, Code.BAD_REQUEST),
        ({"contact": Contact(email="mo at home")}, Code.EMAIL_INVALID),
        ({"information": "", "supplied": EventDescription()}, Code.INSUFFICIENT_DATA),
    ],
)
def test_a_complaint_that_cannot_be_kept_is_refused_with_a_code(
    store: Store, changes: dict[str, Any], code: Code
) -> None:
    refused = raise_(store, ANN, complaint(**changes))
    assert (refused.code, refused.reference) == (code, "")
    assert refused.description
    assert raise_(store, ANN, complaint()).code == Code.EXACT_MATCH


def test_an_organisation_lists_what_it_raised_and_nobody_else_does(store: Store) -> None:
    first, second = (raise_(store, ANN, complaint()).reference for _ in range(2))
    assert set(listed(store, ANN)) == {first, second}
    assert listed(store, ANN, by=demo.SECOND_COLLEGE) == []
    assert listed(store, DEE) == []
    now = datetime.now().replace(microsecond=0)
    assert len(listed(store, ANN, since=now - timedelta(days=2), until=now + timedelta(days=2))) == 2
    assert listed(store, ANN, since=now + timedelta(days=2)) == []
    assert listed(store, ANN, until=now - timedelta(days=2)) == []
    today = datetime.combine(_utc_today(store), datetime.min.time())
    assert len(listed(store, ANN, since=today, until=today)) == 2, "an end at midnight is the whole day"


def _utc_today(store: Store) -> date:
    with store.reading() as unit:
        return unit.at.date()


def test_a_list_does_not_say_whom_to_contact(store: Store) -> None:
    raise_(store, ANN, complaint())
    listing = call(store, Operation.LIST_CHALLENGES, list_challenges, ListChallenges(uln=demo.ANN_ULN))
    assert [one.complaint for one in listing.challenges] == [complaint(contact=Contact())]


def test_a_list_of_whom_nobody_knows_has_a_code(store: Store) -> None:
    for uln, code in (("9276308686", Code.NO_MATCH), ("1234567890", Code.ULN_INVALID), (demo.EVE_ULN, Code.NO_MATCH)):
        assert call(store, Operation.LIST_CHALLENGES, list_challenges, ListChallenges(uln=uln)).code == code
        assert delete(store, replace(ANN, uln=uln), "DC222222222") == code


def test_only_an_open_challenge_of_the_learner_is_deleted_by_who_raised_it(store: Store) -> None:
    event = events(store, ANN)[0]
    reference = raise_(store, ANN, complaint(event)).reference
    assert delete(store, DEE, reference) == Code.NO_MATCH
    assert delete(store, ANN, reference, by=demo.SECOND_COLLEGE) == Code.NO_MATCH
    assert delete(store, ANN, "DC222222222") == Code.NO_MATCH
    assert challenged(store, ANN) == [event]
    assert delete(store, ANN, f" {reference.lower()} ") == Code.EXACT_MATCH
    assert (challenged(store, ANN), listed(store, ANN)) == ([], [])
    assert delete(store, ANN, reference) == Code.NO_MATCH
    resolved = raise_(store, ANN, complaint(event)).reference
    resolve(store, resolved)
    assert delete(store, ANN, resolved) == Code.NO_MATCH
    assert listed(store, ANN) == [resolved]


def test_whom_to_contact_is_forgotten_when_a_challenge_is_deleted(store: Store) -> None:
    reference = raise_(store, ANN, complaint()).reference
    delete(store, ANN, reference)
    with store.reading() as unit:
        held = unit.challenges.by_reference(reference)
    assert (held.state, held.complaint.contact, held.resolved_by) == (
        ChallengeStatus.WITHDRAWN,
        Contact(),
        demo.COLLEGE.user,
    )
    assert held.complaint.information == "The board regraded her"


def test_a_challenge_is_resolved_once(store: Store) -> None:
    reference = raise_(store, ANN, complaint()).reference
    with store.reading() as unit:
        read_before = unit.challenges.by_reference(reference)
    resolve(store, reference, upheld=False)
    with pytest.raises(AlreadyResolved, match="rejected already"):
        resolve(store, reference)
    with pytest.raises(Stale), store.unit() as unit:
        unit.challenges.resolve(read_before, ChallengeStatus.UPHELD, BY_JO)
    with pytest.raises(NoSuchChallenge):
        resolve(store, "DC222222222")
    with store.reading() as unit:
        held = unit.challenges.by_reference(reference)
    assert (held.state, held.resolved_by, held.reason) == (ChallengeStatus.REJECTED, "jo", "The board says so")


def test_merged_learners_are_challenged_listed_and_deleted_as_one(store: Store) -> None:
    event = events(store, MERGED)[0]
    reference = raise_(store, MERGED, complaint(event)).reference
    assert challenged(store, DEE) == challenged(store, MERGED) == [event]
    assert listed(store, DEE) == listed(store, MERGED) == [reference]
    assert delete(store, DEE, reference) == Code.EXACT_MATCH
    assert challenged(store, DEE) == []


def test_a_challenge_stays_with_the_event_when_learners_are_merged_and_unmerged(store: Store) -> None:
    event = events(store, ANN)[0]
    operator(store, OperatorAction.MERGE, merge_learners, MergeLearners(master=demo.GIL_ULN, others=(demo.ANN_ULN,)))
    assert event in events(store, GIL)
    reference = raise_(store, GIL, complaint(event)).reference
    operator(store, OperatorAction.UNMERGE, unmerge_learner, demo.ANN_ULN)
    assert challenged(store, ANN) == [event]
    assert (listed(store, GIL), listed(store, ANN)) == ([reference], []), "it was raised of Gil"
    resolve(store, reference)
    assert challenged(store, ANN) == []


def test_a_withdrawn_event_cannot_be_challenged_and_one_reinstated_is_under_challenge_again(store: Store) -> None:
    event, other = events(store, ANN)[5:7]
    raise_(store, ANN, complaint(event))
    with store.engine.begin() as connection:
        gone = update(learning_event).where(learning_event.c.id.in_([event, other]))
        connection.execute(gone.values(withdrawn_on=date(2024, 1, 1)))
    assert event not in events(store, ANN)
    assert raise_(store, ANN, complaint(other)).code == Code.BAD_REQUEST
    with store.engine.begin() as connection:
        connection.execute(update(learning_event).values(withdrawn_on=None))
    assert challenged(store, ANN) == [event]


def test_every_step_is_audited(store: Store) -> None:
    event = events(store, ANN)[0]
    raise_(store, ANN, complaint(event))
    reference = raise_(store, MERGED, complaint()).reference
    raise_(store, ANN, complaint(2**31 - 1))
    listed(store, ANN)
    resolve(store, reference)
    delete(store, DEE, reference)
    registrar = demo.COLLEGE.user
    assert audited(store, "operation", "user_name", "code", "uln")[1:] == [
        ("create-challenge", registrar, "WSRC0004", demo.ANN_ULN),
        ("create-challenge", registrar, "WSRC0004", demo.DEE_ULN),
        ("create-challenge", registrar, "WSEC0001", demo.ANN_ULN),
        ("list-challenges", registrar, "WSRC0004", demo.ANN_ULN),
        ("resolve-challenge", "jo", "", demo.MERGED_ULN),
        ("delete-challenge", registrar, "WSRC0001", demo.DEE_ULN),
    ]


def test_only_who_reads_records_may_challenge_them(store: Store) -> None:
    with store.reading() as unit:
        for one, allowed in ((demo.COLLEGE, True), (demo.AWARDING, False), (demo.VERIFIER, False)):
            organisation = unit.organisations.named(one.ukprn, "")
            assert organisation is not None
            for operation in (Operation.CREATE_CHALLENGE, Operation.LIST_CHALLENGES, Operation.DELETE_CHALLENGE):
                assert may(organisation, operation) is allowed


@pytest.fixture
def said(monkeypatch: pytest.MonkeyPatch) -> Callable[..., str]:
    """Return what is logged and shown of a failing challenge."""

    def collect(store: Store, caplog: pytest.LogCaptureFixture) -> str:
        caplog.set_level(logging.DEBUG)
        request = CreateChallenge(identity=ANN, complaint=complaint())
        raise_(store, ANN, complaint(2**31 - 1))
        raise_(store, ANN, complaint(contact=replace(CONTACT, email="mo at home")))

        def broken(*_: Any) -> None:
            raise ValueError(repr(request))

        monkeypatch.setattr(creating, "identify_by_details", broken)
        with pytest.raises(ValueError, match="CreateChallenge") as failure:
            raise_(store, ANN, complaint())
        rows = json.dumps(audited(store, "operation", "user_name", "code", "uln"))
        return caplog.text + str(failure.value) + rows

    return collect


def test_whom_to_contact_reaches_no_log_no_error_and_no_audit(
    store: Store, caplog: pytest.LogCaptureFixture, said: Callable[..., str]
) -> None:
    told = said(store, caplog)
    assert "create-challenge" in told and "Contact(...)" in told
    for secret in ("Penhaligon", "555019", "penhaligon", "mo at home"):
        assert secret not in told


def test_a_contact_that_shows_itself_would_be_noticed(
    store: Store, caplog: pytest.LogCaptureFixture, said: Callable[..., str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(Contact, "__repr__", lambda self: self.name + self.telephone)
    assert "Penhaligon" in said(store, caplog)


def test_challenges_are_of_callers_not_of_users(store: Store) -> None:
    reference = raise_(store, ANN, complaint()).reference
    with store.unit() as unit:
        organisation = unit.organisations.named(demo.COLLEGE.ukprn, "")
        assert organisation is not None
        colleague = Caller(organisation=organisation, user="colleague", operation="test", call="0" * 32)
        request = DeleteChallenge(uln=demo.ANN_ULN, reference=reference)
        assert withdraw_challenge(request, colleague, unit).code == Code.EXACT_MATCH
