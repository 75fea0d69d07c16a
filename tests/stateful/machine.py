"""A register and its model, which each rule compares."""

from collections.abc import Callable
from dataclasses import replace
from datetime import date
from itertools import count
from typing import Any, ClassVar

from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, initialize, rule

from gateway import demo
from gateway.domain.access import Operation
from gateway.domain.access_log import OperatorAction
from gateway.domain.achievements import AchievementRow, Submission
from gateway.domain.actors import Caller, Decision
from gateway.domain.event import LearningEvent
from gateway.domain.learner import AbilityToShare, Gender, Person
from gateway.domain.lifecycle import OperatorActionRefused
from gateway.handlers.batch_rows.report_achievement import SubmittedAchievement, report_achievement
from gateway.handlers.execution.audit import audited
from gateway.handlers.execution.operator import operate
from gateway.handlers.learners.register_learner import RegisterLearner, register_learner
from gateway.handlers.learners.update_learner import UpdateContact, UpdateLearner, update_contact, update_learner
from gateway.handlers.lifecycle.delete_learner import delete_learner
from gateway.handlers.lifecycle.merge_learners import MergeLearners, merge_learners
from gateway.handlers.lifecycle.restore_learner import restore_learner
from gateway.handlers.lifecycle.unmerge_learner import unmerge_learner
from gateway.store.unit import Store, Unit
from tests.builders import LEARNER_SERVICE, LEARNERREC, MIAP_2014, R9, REPORTMSG, Reply, Wire, miap, r9
from tests.journeys.test_batches import output, submit, work
from tests.stateful.model import LINKED, VERIFIED, VERIFIED_MERGED, Model, Record

_GIVEN = ("Ann", "Boris", "Cerys", "Dilwyn", "Eilidh", "Farouk")
_numbers = count(1)
"""Numbers of new people: all sequences share one register."""

_who = st.integers(0, len(_GIVEN) - 1)
_said = st.integers(0, 2)
_named = st.sampled_from((None, None, None, *range(len(_GIVEN))))
_college = st.sampled_from((demo.COLLEGE, demo.SECOND_COLLEGE))
_PERSON = Person(
    given_name="",
    family_name="",
    date_of_birth=date(2004, 3, 9),
    gender=Gender.FEMALE,
    postcode="CV1 2WT",
    verification_type=1,
)


def _family(number: int) -> str:
    """Return a number in letters, because names have no digits."""
    return "Q" + "".join(chr(ord("a") + int(digit)) for digit in str(number))


class Readings(RuleBasedStateMachine):
    """Random changes of a register, and what it then releases."""

    wire: ClassVar[Wire]

    def __init__(self) -> None:
        super().__init__()
        self.model = Model()
        self.store: Store = self.wire.store

    @initialize(said=st.lists(st.tuples(_said, _college), min_size=2, max_size=4))
    def begin(self, said: list[tuple[int, demo.DemoOrganisation]]) -> None:
        with self.store.unit() as unit:
            for one, by in said:
                self._register(one, by, unit)

    @rule(said=_said, by=_college)
    def register(self, said: int, by: demo.DemoOrganisation) -> None:
        if len(self.model.records) < len(_GIVEN):
            with self.store.unit() as unit:
                self._register(said, by, unit)

    def _register(self, said: int, by: demo.DemoOrganisation, unit: Unit) -> None:
        given, family = _GIVEN[len(self.model.records)], _family(next(_numbers))
        person = replace(_PERSON, given_name=given, family_name=family, ability_to_share=AbilityToShare(said))
        registered = audited(
            register_learner,
            RegisterLearner(person=person),
            replace(self._caller(unit, by), operation=Operation.REGISTER),
            unit,
        )
        assert registered.uln
        self.model.register(Record(registered.uln, given, family, said, identified_by={by.ukprn}))

    def _caller(self, unit: Unit, by: demo.DemoOrganisation = demo.COLLEGE) -> Caller:
        organisation = unit.organisations.named(by.ukprn, "")
        assert organisation is not None
        return Caller(organisation=organisation, user=by.user, operation="test", call="0" * 32)

    def _record(self, who: int) -> Record:
        return self.model.records[who % len(self.model.records)]

    def _decide(self, operation: OperatorAction, verb: Callable[..., Any], request: Any, *, expected: bool) -> None:
        refused = False
        try:
            with self.store.unit() as unit:
                operate(operation, verb, request, Decision(by="jo", reason="test"), unit)
        except OperatorActionRefused:
            refused = True
        assert refused is not expected, operation

    @rule(one=_who, other=_who)
    def merge(self, one: int, other: int) -> None:
        master, merged = self._record(one), self._record(other)
        request = MergeLearners(master=master.uln, others=(merged.uln,))
        self._decide(OperatorAction.MERGE, merge_learners, request, expected=self.model.merge(master, merged))

    @rule(who=_who)
    def unmerge(self, who: int) -> None:
        record = self._record(who)
        self._decide(OperatorAction.UNMERGE, unmerge_learner, record.uln, expected=self.model.unmerge(record))

    @rule(who=_who)
    def delete(self, who: int) -> None:
        record = self._record(who)
        self._decide(OperatorAction.DELETE, delete_learner, record.uln, expected=self.model.delete(record))

    @rule(who=_who)
    def restore(self, who: int) -> None:
        record = self._record(who)
        self._decide(OperatorAction.RESTORE, restore_learner, record.uln, expected=self.model.restore(record))

    @rule(who=_who, value=_said, whole=st.booleans(), by=_college)
    def say(self, who: int, value: int, *, whole: bool, by: demo.DemoOrganisation) -> None:
        record, ability = self._record(who), AbilityToShare(value)
        with self.store.unit() as unit:
            caller, held = self._caller(unit, by), unit.learners.by_uln(record.uln)
            assert held is not None
            if whole:
                said = replace(held.person, ability_to_share=ability)
                done = update_learner(UpdateLearner(uln=held.uln, version=held.version, person=said), caller, unit)
            else:
                contact = UpdateContact(
                    uln=held.uln,
                    version=held.version,
                    ability_to_share=ability,
                    **dict.fromkeys(("email", "telephone", "school_at_16", "preferred_given_name")),
                )
                done = update_contact(contact, caller, unit)
        assert done.code == self.model.say(record, value, by.ukprn)

    @rule(who=_who, name=_named, by=_college)
    def verify(self, who: int, name: int | None, by: demo.DemoOrganisation) -> None:
        record = self._record(who)
        named = record if name is None else self._record(name)
        claim = {"ULN": record.uln, "FamilyName": named.family, "GivenName": named.given}
        code = self.wire.post(LEARNER_SERVICE, miap(REPORTMSG, "VerifyLearner", {"LearnerToVerify": claim}, by=by)).code
        expected = self.model.verify(record, named, by.ukprn)
        assert code == expected or (expected is None and code not in (VERIFIED, VERIFIED_MERGED))

    @rule(who=_who, value=_said, by=_college)
    def do_batch(self, who: int, value: int, by: demo.DemoOrganisation) -> None:
        """Submit a row that repeats all details but AbilityToShare."""
        record = self._record(who)
        row = {
            "ULN": record.uln,
            "MISIdentifier": str(next(_numbers)),
            "GivenName": record.given,
            "FamilyName": record.family,
            "LastKnownPostCode": "CV1 2WT",
            "DateOfBirth": "2004-03-09",
            "Gender": "2",
            "AbilityToShare": str(value),
            "VerificationType": "1",
        }
        job = submit(self.wire, row, by=by).text("JobID")
        work(self.wire)
        answer = output(self.wire, job, by=by)
        expected = self.model.row(record, value, by.ukprn)
        assert (answer.text("ReturnCode"), int(answer.text("AbilityToShare") or -1)) == expected

    @rule(who=_who)
    def load(self, who: int) -> None:
        record, number = self._record(who), next(_numbers)
        event = LearningEvent(id=0, source="ILR", subject="Welsh", subject_code=f"{number:08}")
        with self.store.unit() as unit:
            unit.events.add([(record.uln, event)])
        record.events.append(number)

    @rule(who=_who)
    def report(self, who: int) -> None:
        """Report an achievement, which belongs to the surviving record."""
        record, number = self._record(who), next(_numbers)
        row = AchievementRow(
            action="1",
            acted_on="2024-07-08T00:00:00",
            uln=record.uln,
            given_name=record.given,
            family_name=record.family,
            provider_ukprn=demo.COLLEGE.ukprn,
            reference=f"{number:08}",
            awarded_on="2024-07-05T00:00:00",
            grade="Pass",
        )
        with self.store.unit() as unit:
            caller = self._caller(unit, demo.AWARDING)
            result = report_achievement(SubmittedAchievement(row, Submission.FINAL), caller, unit)
        assert (result.code == "AC001") is not record.deleted, result.code
        if not record.deleted:
            self.model.person(record)[0].events.append(number)

    @rule(who=_who, name=_named, user=st.sampled_from(("ORG", "LNR")), by=_college)
    def read(self, who: int, name: int | None, user: str, by: demo.DemoOrganisation) -> None:
        """Read with the names of this record or another.

        The reader is an organisation, or the learner.
        """
        record = self._record(who)
        self._read(record, record if name is None else self._record(name), user, by)

    def _read(self, record: Record, named: Record, user: str, by: demo.DemoOrganisation) -> None:
        """Read in every form, and compare."""
        replies = [self._events(record, named, form, user, by) for form in ("FULL", "BRIEF")]
        replies.append(self._learner_record(record, named, user, by))
        for reply in replies:
            code, numbers = self.model.read(record, named.given, named.family)
            assert (reply.code, reply.texts("SubjectCode")) == (code, [f"{number:08}" for number in numbers])
        survivor = self.model.person(record)[0]
        details = replies[-1].text("LearnerRecord")
        assert (details is None) == (not code.startswith("WSRC")), "the details go with the events"
        self._names_none_but(replies, {record.uln} | ({survivor.uln} if code == LINKED else set()))

    def _events(self, record: Record, named: Record, form: str, user: str, by: demo.DemoOrganisation) -> Reply:
        values = {
            "uln": record.uln,
            "givenName": named.given,
            "familyName": named.family,
            "dateOfBirth": "2004-03-09",
            "gender": "2",
            "getType": form,
        }
        message = r9("GetLearnerLearningEvents", values, by=by)
        return self.wire.post(R9, message.replace("<userType>ORG", f"<userType>{user}"))

    def _learner_record(self, record: Record, named: Record, user: str, by: demo.DemoOrganisation) -> Reply:
        values = {
            "UserType": user,
            "LNRContactType": "FTF",
            "ULN": record.uln,
            "FamilyName": named.family,
            "GivenName": named.given,
            "DateOfBirth": "2004-03-09",
            "Gender": "2",
            "LastKnownPostCode": "CV1 2WT",
        }
        return self.wire.post(MIAP_2014, miap(LEARNERREC, "GetLearnerRecord", values, by=by))

    def _names_none_but(self, replies: list[Reply], ulns: set[str]) -> None:
        for reply in replies:
            for one in self.model.records:
                assert one.uln in ulns or one.uln.encode() not in reply.body, "a ULN that nobody asked for"

    @rule(who=_who, by=_college)
    def view_audit(self, who: int, by: demo.DemoOrganisation) -> None:
        record = self._record(who)
        values = {
            "learnerUln": record.uln,
            "learnerGivenName": record.given,
            "learnerFamilyName": record.family,
            "page": "0",
        }
        shown = self.wire.post(R9, r9("ViewAudit", values, by=by))
        looks = self.model.looks(record)
        assert (shown.text("TotalItems"), len(shown.texts("Action"))) == (str(looks), min(looks, 10))

    def teardown(self) -> None:
        """Read all records, and check the consent history.

        Read from the beginning, the history must end at what counts now.
        """
        for record in self.model.records:
            self._read(record, record, "ORG", demo.COLLEGE)
        with self.store.unit() as unit:
            for record in self.model.records:
                changes = unit.consents.of([record.uln])
                told = [record.first, *(int(one.given) for one in changes)]
                assert [int(one.held) for one in changes] == told[:-1], "a change that was not kept"
                assert told[-1] == (record.said if record.deleted else self.model.counts(record))
