"""Organisations and learners for the demonstration.

Tests, README and examples use them too.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime

from gateway.domain.actors import Decision
from gateway.domain.event import LearningEvent
from gateway.domain.learner import AbilityToShare, Address, Gender, Learner, LearnerStatus, Person
from gateway.domain.lifecycle import ChangeKind, StatusChange
from gateway.domain.organisation import Role
from gateway.domain.uln import calc_check_digit
from gateway.handlers.execution.passwords import hashed
from gateway.store.unit import Store

_REGISTERED_AT = datetime(2024, 9, 2, 9, 30)


@dataclass(frozen=True, slots=True, kw_only=True)
class DemoOrganisation:
    """A demonstration organisation, with a password that documents print."""

    ukprn: str
    reference: str
    name: str
    password: str
    user: str
    roles: frozenset[Role]
    suspended: bool = False


_COLLEGE_ROLES = frozenset({Role.REGISTER, Role.PLR})

COLLEGE = DemoOrganisation(
    ukprn="TEST0001",
    reference="DEMO01",
    name="Ashdown College",
    password="CollegePass-0001",
    user="registrar",
    roles=_COLLEGE_ROLES,
)
SECOND_COLLEGE = DemoOrganisation(
    ukprn="TEST0002",
    reference="DEMO02",
    name="Bramley College",
    password="CollegePass-0002",
    user="registrar",
    roles=_COLLEGE_ROLES,
)
AWARDING = DemoOrganisation(
    ukprn="TEST0003",
    reference="DEMO03",
    name="Calder Awards",
    password="AwardingPass-003",
    user="awarding",
    roles=frozenset({Role.AWARDING}),
)
VERIFIER = DemoOrganisation(
    ukprn="TEST0004",
    reference="DEMO04",
    name="Derwent Checks",
    password="VerifierPass-004",
    user="verifier",
    roles=frozenset({Role.VERIFY}),
)
SUSPENDED = DemoOrganisation(
    ukprn="TEST0005",
    reference="DEMO05",
    name="Eskdale Training",
    password="SuspendPass-0005",
    user="registrar",
    roles=_COLLEGE_ROLES,
    suspended=True,
)
ORGANISATIONS = (COLLEGE, SECOND_COLLEGE, AWARDING, VERIFIER, SUSPENDED)

ANN = Person(
    title="Ms",
    given_name="Ann",
    family_name="Lee",
    preferred_given_name="Annie",
    date_of_birth=date(2004, 3, 9),
    gender=Gender.FEMALE,
    postcode="CV1 2WT",
    address=Address(line1="1 Quinton Road", town="Coventry", county="West Midlands", captured_on=date(2024, 9, 2)),
    place_of_birth="Coventry",
    school_at_16="Cheylesmore School",
    email="ann.lee@example.org",
    nationality="GBR",
    verification_type=2,
    ability_to_share=AbilityToShare.SHARES,
)
BEA = replace(ANN, given_name="Bea", preferred_given_name="", email="bea.lee@example.org")
CY = Person(
    given_name="Cy",
    family_name="Roe",
    date_of_birth=date(1999, 11, 30),
    gender=Gender.MALE,
    postcode="LS1 4AP",
    verification_type=3,
    ability_to_share=AbilityToShare.OPTED_OUT,
)
DEE = Person(
    given_name="Dee",
    family_name="Moe",
    previous_family_name="Poe",
    date_of_birth=date(1988, 7, 21),
    gender=Gender.FEMALE,
    postcode="CF10 3NQ",
    verification_type=1,
    ability_to_share=AbilityToShare.SHARES,
)
EVE = Person(
    given_name="Eve",
    family_name="Fox",
    date_of_birth=date(2001, 5, 17),
    gender=Gender.FEMALE,
    postcode="NR1 3JU",
    verification_type=1,
    ability_to_share=AbilityToShare.SHARES,
)
SION = Person(
    given_name="Siôn",
    family_name="Wyn-Jones",
    date_of_birth=date(2006, 2, 28),
    gender=Gender.MALE,
    postcode="LL57 2DG",
    place_of_birth="Bangor",
    verification_type=1,
    ability_to_share=AbilityToShare.SHARES,
)
GIL = Person(
    given_name="Gil",
    family_name="Ash",
    date_of_birth=date(2003, 1, 15),
    gender=Gender.MALE,
    postcode="EX4 3SR",
    verification_type=0,
    ability_to_share=AbilityToShare.NOTICE_NOT_SEEN,
)

ANN_ULN, BEA_ULN, CY_ULN = "3000000207", "3000000304", "3000000401"
DEE_ULN, MERGED_ULN, EVE_ULN = "3000000509", "3000000606", "3000000703"
SION_ULN, GIL_ULN = "3000000800", "3000000908"

_SMITH_POSTCODES = (
    "AB10 1AA",
    "BS1 4DJ",
    "CB2 3QF",
    "DH1 3LE",
    "EH1 1YZ",
    "GL1 2TG",
    "HU1 2AA",
    "IP1 1DH",
    "LN1 3AA",
    "NE1 7RU",
    "PL4 8AA",
    "YO1 7HH",
)


def learners() -> Iterator[Learner]:
    """Return the learners of the cast.

    A master comes before the learners merged into it.
    """
    yield registered(ANN_ULN, ANN)
    yield registered(BEA_ULN, BEA)
    yield registered(CY_ULN, CY)
    yield registered(DEE_ULN, DEE)
    poe = replace(DEE, family_name="Poe", previous_family_name="", postcode="CF10 1BH")
    yield replace(registered(MERGED_ULN, poe), status=LearnerStatus.MERGED, master_uln=DEE_ULN)
    yield replace(registered(EVE_ULN, EVE), status=LearnerStatus.DELETED)
    yield registered(SION_ULN, SION)
    yield registered(GIL_ULN, GIL)
    bodies = (str(body) for body in range(300000200, 300000400) if calc_check_digit(str(body)))
    for body, postcode in zip(bodies, _SMITH_POSTCODES, strict=False):
        smith = Person(
            given_name="John",
            family_name="Smith",
            date_of_birth=date(2001, 1, 1),
            gender=Gender.MALE,
            postcode=postcode,
            verification_type=1,
            ability_to_share=AbilityToShare.SHARES,
        )
        yield registered(body + calc_check_digit(body), smith)


def registered(uln: str, person: Person, *, at: datetime = _REGISTERED_AT, by: str = COLLEGE.reference) -> Learner:
    """Return a learner who was registered at a time.

    `by` is the reference of an organisation.
    """
    return Learner(
        uln=uln,
        person=person,
        status=LearnerStatus.ACTIVE,
        version=1,
        created_at=at,
        updated_at=at,
        registered_by=by,
    )


def status_changes() -> Iterator[StatusChange]:
    """Return the merge and the deletion among the demonstration's learners."""
    yield StatusChange(
        at=datetime(2024, 10, 1, 14, 5),
        change=ChangeKind.MERGED,
        uln=MERGED_ULN,
        master_uln=DEE_ULN,
        decision=Decision(by="demonstration", reason="One person under two names"),
    )
    yield StatusChange(
        at=datetime(2024, 11, 1, 10, 40),
        change=ChangeKind.DELETED,
        uln=EVE_ULN,
        master_uln=None,
        decision=Decision(by="demonstration", reason="Registered in error"),
    )


def events() -> Iterator[tuple[str, LearningEvent]]:
    """Return the demonstration's learning events, each with its ULN."""
    for event in (
        course("Functional Skills English", "60148571", date(2022, 7, 8), level="Level 2"),
        course("Diploma in Engineering", "50098614", date(2023, 7, 7), grade="Pass", level=None),
        school_exam("Mathematics", "60142922", date(2020, 8, 20), grade="7"),
        school_exam("Welsh Second Language", "60144682", date(2020, 8, 20), grade="B"),
        school_exam("Français", "60143161", date(2020, 8, 20), grade="8"),
        _awarded("Award in First Aid", "600/1234/5", date(2023, 3, 3), grade="Pass", level="Level 3", worth=2),
        _awarded(
            "Entry Level Certificate", "601/4321/X", date(2019, 6, 28), grade="Pass", level="Entry Level", worth=0
        ),
    ):
        yield ANN_ULN, event
    yield CY_ULN, school_exam("History", "60144402", date(2016, 8, 25), grade="C")
    yield CY_ULN, course("Level 3 Bricklaying", "50085292", date(2018, 7, 6), level="Level 3")
    yield DEE_ULN, course("Level 2 Hairdressing", "50087654", date(2010, 7, 9), level="Level 2")
    yield SION_ULN, school_exam("Cymraeg", "60145108", date(2022, 8, 25), grade="A")


def course(subject: str, code: str, day: date, *, level: str | None, grade: str = "9999999999") -> LearningEvent:
    """Return a course at Ashdown College.

    Without a grade it has none.
    """
    return LearningEvent(
        id=0,
        source="ILR",
        subject=subject,
        subject_code=code,
        awarded_on=day,
        provider_ukprn="10000001",
        provider_name="Ashdown College",
        awarding_ukprn="UNKNWN",
        awarding_name="UNKNOWN",
        collection_type="W",
        credits=0,
        loaded_at=datetime(day.year, 10, 14, 6, 15),
        grade=grade,
        level=level,
        started_on=date(day.year - 1, 9, 1),
        ended_on=day,
        qualification_type="NVQ",
        restriction="0",
        return_number="02",
        status="F",
        under_challenge=False,
    )


def school_exam(
    subject: str,
    code: str,
    day: date,
    *,
    grade: str,
    school: str | None = "Cheylesmore School",
) -> LearningEvent:
    """Return an examination at school with results on a day."""
    return LearningEvent(
        id=0,
        source="NPD",
        subject=subject,
        subject_code=code,
        awarded_on=day,
        provider_ukprn="10000099",
        provider_name=school,
        awarding_ukprn="100001",
        awarding_name="Northern Board",
        collection_type="A",
        credits=0,
        loaded_at=datetime(day.year, 11, 2, 2, 0),
        grade=grade,
        level=None,
        qualification_type="GCSE",
        restriction="0",
        return_number="01",
        status="F",
        under_challenge=False,
    )


def _awarded(subject: str, code: str, day: date, *, grade: str, level: str, worth: int) -> LearningEvent:
    return LearningEvent(
        id=0,
        source="AO",
        subject=subject,
        subject_code=code,
        awarded_on=day,
        awarding_ukprn=AWARDING.ukprn,
        awarding_name=AWARDING.name,
        credits=worth,
        loaded_at=datetime(day.year, day.month, day.day, 12, 0),
        grade=grade,
        language="English",
        level=level,
        qualification_type="Certificate",
        status="F",
    )


@dataclass(frozen=True, slots=True)
class DemoCounts:
    """Numbers of what was new on the register."""

    organisations: int
    learners: int
    events: int


class RegisterInUse(Exception):
    """The register holds organisations that are not the demonstration's."""


def load(
    store: Store, *, beside_others: bool = False, organisations: Sequence[DemoOrganisation] = ORGANISATIONS
) -> DemoCounts:
    """Put the demonstration's organisations and learners on the register.

    What is already there stays as it is, so that loading twice is loading once. Everybody may read the passwords. So it
    raises RegisterInUse if other organisations are on the register, unless `beside_others` is True. `organisations` may
    replace those of the demonstration.
    """
    cast = {(organisation.ukprn, organisation.reference) for organisation in organisations}
    with store.unit() as unit:
        there = {(one.ukprn, one.reference) for one in unit.organisations.all()}
        if not (beside_others or there <= cast):
            raise RegisterInUse("the register holds organisations that are not the demonstration's")
        added = 0
        for one in organisations:
            stored = unit.organisations.named(one.ukprn, one.reference)
            if stored is None:
                stored = unit.organisations.add(
                    ukprn=one.ukprn,
                    reference=one.reference,
                    name=one.name,
                    roles=one.roles,
                    password_hash=hashed(one.password),
                    suspended=one.suspended,
                )
                added += 1
            unit.organisations.add_user(stored, one.user)
        placed = unit.learners.import_learners(list(learners()))
        unit.lifecycle.import_changes(status_changes())
        fresh = {uln for uln in {uln for uln, _ in events()} if not unit.events.of([uln])}
        loaded = unit.events.add((uln, event) for uln, event in events() if uln in fresh)
    return DemoCounts(added, placed, loaded)
