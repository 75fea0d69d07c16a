"""What we chose where the contract is silent.

Each constant names the question of contract section 9 that it answers, by its number, or the clause that is silent.
Values that the operator may want to differ from one register to the next are settings instead.
"""

from dataclasses import dataclass
from datetime import timedelta

from gateway.domain.codes import Code

MOST_MATCHES = 10
"""8: more candidates than this are "too many" and none is returned."""

LISTED_FROM = ((0, -3.0), (1_000_000, 0.0), (10_000_000, 0.25))
"""8: from how many bits (log2 odds of being the person) a candidate is listed, on a register of at least so many."""

BATCH_ROW_WAITS_FROM = 0.0
"""6.7 (silent): from how many bits a possible match keeps a row of a batch from a ULN of its own (RC007). Nobody is
there to choose from a list, and a twin must not wait for one."""

EXACT_LEADS_BY = 10.0
"""8: by how many bits a learner who agrees in all five key fields must lead every other candidate on the list to be
exact; with infinity the list must hold nobody else."""

RECOMMENDED_FROM, WORTH_A_LOOK_FROM = 10.0, 5.0
"""6.4 (silent): from how many bits two learners are proposed as one person, recommended or for a look."""

CHECK_RETURNS_LEARNERS = False
"""9: whether a find of type CHK returns the learners, not only the code."""

ABILITY_CHANGES = frozenset({(0, 0), (1, 1), (2, 2), (0, 1), (2, 1)})
"""17: the changes of AbilityToShare, held -> given, that an update may make."""


@dataclass(frozen=True, slots=True, kw_only=True)
class RetrieveAnswers:
    """5: the code of one ULN of retrieveULNs."""

    found: Code = Code.EXACT_MATCH
    merged: Code = Code.MASTER_SUBSTITUTED
    missing: Code = Code.NO_MATCH


RETRIEVE_ANSWERS = RetrieveAnswers()

NOT_SHARED_GIVES_FOUND_ULN = True
"""11: whether the answer "not shared" repeats the ULN as the one found; never that of a master, which was not sent."""

LEARNERS_SEE_THEMSELVES = False
"""6.9 (unproven): whether user type LNR reads a record whose learner does not share it."""

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
"""12: what a BRIEF learning event keeps."""

AUDIT_PAGE_SIZE = 10
"""21: entries on one page of ViewAudit; pages count from 0."""

OPERATOR = "Operator of the register"
"""2.14 (silent): the Organisation of a look by an operator, who has none."""

YOUNGEST, OLDEST = 13, 110
"""6.2: the ages, in whole years, at which a learner may be registered."""

UNKNOWN_PROVIDER = "99999999"
"""2.13: the provider of an event that has none, where the schema demands eight characters."""

LARGEST_VERIFY_BATCH = 5000
"""18: the most learners of one verification batch."""

VERIFY_COUNT_MUST_AGREE = True
"""6.8: whether LearnerRecordCount of a verification batch must be the number of its learners; the schema stops
the count at 200, so larger batches need this off."""

SAME_BATCH_WITHIN = timedelta(hours=24)
"""6.7 (silent): how long the same batch, sent again by the same organisation, is the first one."""

REPORT_MUST_RUN_FORWARD = True
"""2.12 (silent): whether a report that ends before it begins is badly formed (WSEC0001); otherwise it is empty."""

LARGEST_ACHIEVEMENT_BATCH = 5000
"""16: the most achievements of one submission; so large a message needs a larger GATEWAY_BODY_LIMIT."""

ACHIEVEMENT_ACTIONS = {"create": 1, "update": 2, "withdraw": 3, "reinstate": 4}
"""16: the number that Action carries."""

ACHIEVEMENT_EMAIL_NEEDED = True
"""2.15 (every parameter is optional there): whether a submission without an e-mail address is refused (WSEC0044)."""

PROMOTED_BY = frozenset({"create", "update"})
"""6.10 (silent): the actions that, in a final submission, promote an achievement that is held as provisional."""

POSTCODE_MUST_AGREE = True
"""6.10 (silent): whether a postcode stated with an achievement must be the learner's."""

PROVIDER_MUST_BE_KNOWN = True
"""6.10 (silent): whether the provider of an achievement must be an organisation of this gateway, not suspended."""

REFERENCE_PATTERN = r"[0-9A-Z]{8}|[0-9A-Z]/[0-9]{3}/[0-9]{4}|[0-9]{3}/[0-9]{4}/[0-9X]"
"""2.14 (by what was seen): a number of the national aims catalogue, of a unit, or of a qualification."""

AWARDED_EVENTS_NAME_PROVIDER = False
"""2.14 (by what was seen): whether an event of an awarding organisation names its provider in the record."""

EVENT_STATUS = {"provisional": "P", "final": "F"}
"""2.14 (only F was seen): the Status of an event."""

AWARDED_CREDITS = 0
"""2.14 (silent): the credits of an achievement; without a catalogue of qualifications nobody knows them."""

UPDATE_TO_ANOTHERS_DETAILS = Code.LEARNER_EXISTS
"""6.3 (silent): the answer to an update that would give a learner the key fields of another."""

FIND_COUNTS_FOR = timedelta(hours=24)
"""6.2 (its unit is surely wrong): how long a find lets the organisation register the person, where one is needed."""


@dataclass(frozen=True, slots=True, kw_only=True)
class ChallengeAnswers:
    """2.16 (silent): the answers to data challenges.

    Unknown is one to delete, or the learner whose are listed.
    """

    raised: Code = Code.EXACT_MATCH
    listed: Code = Code.EXACT_MATCH
    deleted: Code = Code.EXACT_MATCH
    unknown: Code = Code.NO_MATCH
    event_unknown: Code = Code.BAD_REQUEST


CHALLENGE_ANSWERS = ChallengeAnswers()


@dataclass(frozen=True, slots=True, kw_only=True)
class KeyAnswers:
    """2.16 (silent): the answers to a key that is stored or removed, and to a find by a key that nobody has."""

    done: Code = Code.EXACT_MATCH
    not_found: Code = Code.NO_MATCH


KEY_ANSWERS = KeyAnswers()

RECORD_NEEDS_DETAILS = True
"""2.16 (they may be nil there, but not in 2.13): whether GetLearnerRecord must state contact type, birth date, gender
and postcode (WSEC0001)."""


@dataclass(frozen=True, slots=True, kw_only=True)
class NotificationAnswers:
    """2.16 (silent): the answers to notifications.

    Unknown is a learner who is not there.
    """

    set: Code = Code.EXACT_MATCH
    listed: Code = Code.EXACT_MATCH
    unknown: Code = Code.NO_MATCH


NOTIFICATION_ANSWERS = NotificationAnswers()


@dataclass(frozen=True, slots=True, kw_only=True)
class SnapshotAnswers:
    """2.16 (silent): the answers to snapshots.

    Unknown is one to change or delete, or the learner whose are listed.
    """

    made: Code = Code.EXACT_MATCH
    changed: Code = Code.EXACT_MATCH
    listed: Code = Code.EXACT_MATCH
    deleted: Code = Code.EXACT_MATCH
    unknown: Code = Code.NO_MATCH
    event_unknown: Code = Code.BAD_REQUEST


SNAPSHOT_ANSWERS = SnapshotAnswers()

SNAPSHOT_LASTS = timedelta(days=90)
"""2.16 (silent): how long a snapshot is kept after it was made or changed."""

SHORTEST_PIN = 4
"""2.16 (silent): the fewest characters of a snapshot's PIN."""

PASSWORD_GUESSES = 20
"""5 (silent): after so many wrong passwords for an organisation, from one address or from all, within a minute or two,
those that come from an address with wrong ones of its own are refused unchecked (WSEC0005)."""

PASSWORD_SLIPS = 3
"""5 (silent): from so many wrong passwords on, an address is taken for one that guesses."""

KEY_GUESSES, KEY_RESTS = 10, timedelta(minutes=15)
"""2.16 (silent): after so many wrong keys in a row a learner's key is right for nobody, for so long since the last;
whoever states the right one after that starts the count again."""
