"""What we chose where the contract is silent.

Each constant names the clause of the contract that is silent or unclear, or the question of contract section 9 that it
answers. What an operator may choose for a register is a setting instead.
"""

from dataclasses import dataclass
from datetime import timedelta

from gateway.domain.codes import Code

MOST_MATCHES = 10
"""Most candidates that a search returns.

If there are more, the answer is "too many", and none is returned (contract 9, question 8).
"""

LISTED_FROM = ((0, -3.25), (1_000_000, -0.5))
"""Bits from which a candidate is listed, by register size.

Each pair is a number of learners, and the bits that apply from this size on. Bits are log2 odds that the candidate is
the person (contract 9, question 8).
"""

LISTED_AS_RELATIVE_FROM, UNLIKE_STRANGERS_BY = -3.0, 3.0
"""8: the bits that list whom chance hardly explains.

Such a candidate has, against strangers, the second number of bits more than `LISTED_FROM` asks. A larger register holds
more strangers, but a person has no more relatives on it.
"""

BATCH_ROW_WAITS_FROM = 0.0
"""Bits from which a possible match stops a new ULN.

The row of the batch then gets RC007. Nobody is there to choose from a list, and a twin must not wait for a decision
(contract 6.7 is silent).
"""

EXACT_LEADS_BY = 10.0
"""Bits by which an exact match leads the next candidate.

The exact match must also agree in all five key fields. With infinity, nobody else may be on the list (contract 9,
question 8).
"""

EXACT_FROM = 10.0
"""Bits for an exact match on a filler birth date.

A filler date is one that is written where none is known. The bits must hold against strangers and against relatives.
With so many bits, too, a master stands in for a merged learner with the same names, birth date and gender who lived
elsewhere. In both cases, nobody else may be on the list (contract 9, question 8).
"""

RECOMMENDED_FROM, WORTH_A_LOOK_FROM = 10.0, 5.0
"""Bits from which two learners are proposed as one person.

The first limit is for a recommendation, the second for a look (contract 6.4 is silent).
"""

CHECK_RETURNS_LEARNERS = False
"""Whether a find of type CHK returns the learners too.

Otherwise it returns the code only (contract 9, question 9).
"""

ABILITY_CHANGES = frozenset({(0, 0), (1, 1), (2, 2), (0, 1), (2, 1)})
"""Changes of AbilityToShare that an update may make.

Each pair is the value held and the value given (contract 9, question 17).
"""


@dataclass(frozen=True, slots=True, kw_only=True)
class RetrieveAnswers:
    """Codes for each ULN of retrieveULNs (contract 9, question 5)."""

    found: Code = Code.EXACT_MATCH
    merged: Code = Code.MASTER_SUBSTITUTED
    missing: Code = Code.NO_MATCH


RETRIEVE_ANSWERS = RetrieveAnswers()

NOT_SHARED_GIVES_FOUND_ULN = True
"""Whether "not shared" repeats the ULN as the one found.

It is the ULN that the caller sent, never that of a master (contract 9, question 11).
"""

LEARNERS_SEE_THEMSELVES = False
"""Whether learners (user type LNR) read their unshared records.

Contract 6.9, which no traffic has proven.
"""

BRIEF_EVENT = (
    "id",
    "awarded_on",
    "provider_ukprn",
    "credits",
    "grade",
    "level",
    "source",
    "subject",
    "subject_code",
)
"""Fields of a BRIEF learning event (contract 9, question 12)."""

AUDIT_PAGE_SIZE = 10
"""Entries on one page of ViewAudit.

Pages count from 0 (contract 9, question 21).
"""

OPERATOR = "Operator of the register"
"""Organisation that ViewAudit names when an operator looked.

An operator has no organisation (contract 2.14 is silent).
"""

YOUNGEST, OLDEST = 13, 110
"""Ages at which a learner may be registered, both included.

In whole years (contract 6.2).
"""

UNKNOWN_PROVIDER = "99999999"
"""UKPRN of the provider of an event that has none.

The schema demands eight characters (contract 2.13).
"""

LARGEST_VERIFY_BATCH = 5000
"""Most learners in one verification batch (contract 9, question 18)."""

VERIFY_COUNT_MUST_AGREE = True
"""Whether LearnerRecordCount must be the number of learners.

It concerns verification batches. The schema allows no count over 200, so a larger batch needs this off (contract 6.8).
"""

SAME_BATCH_WITHIN = timedelta(hours=24)
"""Time in which the same batch is recognised.

If the same organisation sends it again within this time, it gets the job of the first (contract 6.7 is silent).
"""

REPORT_MUST_RUN_FORWARD = True
"""Whether a report that ends before it begins is refused.

It is then badly formed (WSEC0001). Otherwise it is empty (contract 2.12 is silent).
"""

LARGEST_ACHIEVEMENT_BATCH = 5000
"""Most achievements in one submission.

So large a message needs a larger GATEWAY_BODY_LIMIT (contract 9, question 16).
"""


@dataclass(frozen=True, slots=True, kw_only=True)
class AchievementActions:
    """Number of each Action (contract 9, question 16)."""

    create: int = 1
    update: int = 2
    withdraw: int = 3
    reinstate: int = 4


ACHIEVEMENT_ACTIONS = AchievementActions()

ACHIEVEMENT_EMAIL_NEEDED = True
"""Whether a submission of achievements needs an e-mail address.

Without one it is refused (WSEC0044). Contract 2.15 makes every parameter optional.
"""

POSTCODE_MUST_AGREE = True
"""Whether the postcode stated with an achievement must agree.

It must then be the learner's (contract 6.10 is silent).
"""

PROVIDER_MUST_BE_KNOWN = True
"""Whether the provider of an achievement must be known.

It must then be an organisation of this gateway that is not suspended (contract 6.10 is silent).
"""

REFERENCE_PATTERN = r"[0-9A-Z]{8}|[0-9A-Z]/[0-9]{3}/[0-9]{4}|[0-9]{3}/[0-9]{4}/[0-9X]"
"""Forms of the reference of an achievement.

A number of the national aims catalogue, of a unit, or of a qualification, as seen in traffic (contract 2.14).
"""

AWARDED_EVENTS_NAME_PROVIDER = False
"""Whether records name the provider of an awarded event.

It concerns events of awarding organisations. Chosen by what was seen in traffic (contract 2.14).
"""


@dataclass(frozen=True, slots=True, kw_only=True)
class EventStatus:
    """Status of an event; traffic shows only F (contract 2.14)."""

    provisional: str = "P"
    final: str = "F"


EVENT_STATUS = EventStatus()

AWARDED_CREDITS = 0
"""Credits of an achievement.

Without a catalogue of qualifications they are not known (contract 2.14 is silent).
"""

UPDATE_TO_ANOTHERS_DETAILS = Code.LEARNER_EXISTS
"""Code for an update to another learner's key fields.

Contract 6.3 is silent.
"""

FIND_COUNTS_FOR = timedelta(hours=24)
"""Time for which a find allows a registration.

It applies to the organisation and the person of the find, on registers where a registration needs a find. The unit in
contract 6.2 is surely wrong.
"""


@dataclass(frozen=True, slots=True, kw_only=True)
class ChallengeAnswers:
    """Codes for calls about data challenges.

    `unknown` is for the deletion of an unknown challenge, and for the challenges of an unknown learner (contract 2.16
    is silent).
    """

    raised: Code = Code.EXACT_MATCH
    listed: Code = Code.EXACT_MATCH
    deleted: Code = Code.EXACT_MATCH
    unknown: Code = Code.NO_MATCH
    event_unknown: Code = Code.BAD_REQUEST


CHALLENGE_ANSWERS = ChallengeAnswers()


@dataclass(frozen=True, slots=True, kw_only=True)
class KeyAnswers:
    """Codes for calls about a learner's key.

    `done` is for a key that was stored or removed, `not_found` for a find by a key that nobody has (contract 2.16 is
    silent).
    """

    done: Code = Code.EXACT_MATCH
    not_found: Code = Code.NO_MATCH


KEY_ANSWERS = KeyAnswers()

RECORD_NEEDS_DETAILS = True
"""Whether GetLearnerRecord must state all details of the learner.

These are contact type, birth date, gender and postcode. Without them it is refused (WSEC0001). They may be nil in
contract 2.16, but not in 2.13.
"""


@dataclass(frozen=True, slots=True, kw_only=True)
class NotificationAnswers:
    """Codes for calls about notifications.

    `unknown` is for an unknown learner (contract 2.16 is silent).
    """

    set: Code = Code.EXACT_MATCH
    listed: Code = Code.EXACT_MATCH
    unknown: Code = Code.NO_MATCH


NOTIFICATION_ANSWERS = NotificationAnswers()


@dataclass(frozen=True, slots=True, kw_only=True)
class SnapshotAnswers:
    """Codes for calls about snapshots.

    `unknown` is for a change or deletion of an unknown snapshot, and for the snapshots of an unknown learner (contract
    2.16 is silent).
    """

    made: Code = Code.EXACT_MATCH
    changed: Code = Code.EXACT_MATCH
    listed: Code = Code.EXACT_MATCH
    deleted: Code = Code.EXACT_MATCH
    unknown: Code = Code.NO_MATCH
    event_unknown: Code = Code.BAD_REQUEST


SNAPSHOT_ANSWERS = SnapshotAnswers()

SNAPSHOT_LASTS = timedelta(days=90)
"""Time for which a snapshot is kept.

It begins anew when the snapshot is changed (contract 2.16 is silent).
"""

SHORTEST_PIN = 4
"""Fewest characters of a snapshot's PIN (contract 2.16 is silent)."""

PASSWORD_GUESSES = 20
"""Wrong passwords after which guesses are refused unchecked.

They count for one organisation over a minute or two, from one address or from all. From then on, an address that has
stated wrong passwords itself is refused with WSEC0005, without a check (contract 5 is silent).
"""

PASSWORD_SLIPS = 3
"""Wrong passwords from which an address counts as guessing.

Contract 5 is silent.
"""

KEY_MAX_FAILED_ATTEMPTS, KEY_LOCKOUT = 10, timedelta(minutes=15)
"""Wrong keys in a row that block a learner's key.

The key is then refused, even the right one, for this time after the last wrong one. The right key after that begins the
count again (contract 2.16 is silent).
"""
