"""All codes that the service answers with, and their meanings.

Response codes (WSRC), errors (WSEC) and verification outcomes (WSVRC) follow contract section 4. Codes of rows of
batches (RC) follow section 4.4, with the choices of section 9. The codes of achievements (AC: 0 done, 1 field data, 2
learner data, 3 business rule) are ours: none are published.

The text is the Description in a fault, and the meaning in logs and documents. The literal of a code stands in this
module and nowhere else.
"""

from enum import Enum, StrEnum
from typing import Self


class CodeKind(Enum):
    """Kind of an achievement's code: done, or broken rule."""

    DONE = "AC0"
    FIELD = "AC1"
    LEARNER = "AC2"
    RULE = "AC3"


class Code(StrEnum):
    """A code of the contract.

    Its value is what messages carry.
    """

    text: str

    def __new__(cls, value: str, text: str) -> Self:  # noqa: D102
        member = str.__new__(cls, value)
        member._value_ = value
        member.text = text
        return member

    @classmethod
    def of(cls, value: str) -> Self:
        """Return the code with this value. Raises ValueError."""
        return cls(value)  # type: ignore[call-arg]  # a look-up by value, which __new__ hides

    @property
    def kind(self) -> CodeKind:
        """Return the kind of a code of achievements.

        Raises ValueError for any other code.

        >>> Code.AWARDED_BEFORE_BIRTH.kind, Code.of("AC001").kind
        (<CodeKind.RULE: 'AC3'>, <CodeKind.DONE: 'AC0'>)
        """
        return CodeKind(self.value[:3])

    NO_MATCH = "WSRC0001", "No learner matches"
    TOO_MANY_MATCHES = "WSRC0002", "More than ten learners match"
    POSSIBLE_MATCH = "WSRC0003", "One or more learners may match"
    EXACT_MATCH = "WSRC0004", "The learner matches"
    LEARNER_REGISTERED = "WSRC0005", "The learner is registered"
    LEARNER_UPDATED = "WSRC0006", "The learner is updated"
    BATCH_ACCEPTED = "WSRC0007", "The batch is accepted"
    BATCH_UNFINISHED = "WSRC0008", "The batch is not finished"
    BATCH_FINISHED = "WSRC0009", "The batch is finished"
    BATCH_FAILED = "WSRC0010", "The batch failed"
    LEARNER_CHANGED_MEANWHILE = "WSRC0013", "The learner changed since the caller read it"
    ABILITY_TO_SHARE_REFUSED = "WSRC0014", "AbilityToShare may not change in this way"
    INSUFFICIENT_DATA = "WSRC0015", "The data given is not sufficient"
    BATCH_COUNT_WRONG = "WSRC0017", "LearnerRecordCount differs from the number of learners"
    JOB_UNKNOWN = "WSRC0018", "No such job"
    LEARNER_NOT_FOUND = "WSRC0019", "The learner to update is not found"
    NOTHING_CHANGED = "WSRC0020", "Nothing to update: the data is the same"
    LEARNER_EXISTS = "WSRC0021", "Not registered: a learner with these details exists"
    MASTER_SUBSTITUTED = "WSRC0022", "The master record stands in for a merged learner"
    REPORT = "WSRC0023", "The report holds ULNs"
    REPORT_EMPTY = "WSRC0024", "The report holds no ULNs"
    VERIFY_COUNT_WRONG = "WSRC0030", "LearnerRecordCount differs from the number of learners to verify"
    NOT_AWARDING = "WSRC0043", "The organisation may not submit achievements"

    BAD_REQUEST = "WSEC0001", "The request is badly formed"
    NOT_SUPPORTED = "WSEC0002", "The operation is not supported"
    ORGANISATION_UNKNOWN = "WSEC0003", "The organisation is unknown or not authorised"
    CLOSED = "WSEC0004", "The service is outside its operating hours"
    WRONG_PASSWORD = "WSEC0005", "The organisation password is wrong"
    NO_ACCESS = "WSEC0006", "The organisation has no access to this service"
    EMAIL_INVALID = "WSEC0044", "The e-mail address is not valid"
    SUBMISSION_TYPE_INVALID = "WSEC0045", "The submission type is not valid"
    TOO_MANY_ACHIEVEMENTS = "WSEC0046", "The submission holds too many achievements"
    NO_ACHIEVEMENTS = "WSEC0047", "The submission holds no achievement"
    ULN_INVALID = "WSEC0136", "The ULN is not valid"
    NOT_SHARED = "WSEC0206", "The learner has not agreed to share"
    NOT_VERIFIED = "WSEC0208", "The learner could not be verified"
    UNKNOWN_FAILURE = "WSEC0999", "An unexpected failure"

    VERIFIED = "WSVRC001", "The details match the ULN"
    VERIFIED_MERGED = "WSVRC002", "The details match a ULN that is merged"
    SIMILAR = "WSVRC003", "The details are similar to those of the ULN"
    SIMILAR_MERGED = "WSVRC004", "The details are similar to those of a ULN that is merged"
    DIFFERENT = "WSVRC005", "The ULN belongs to somebody else"
    ULN_NOT_FOUND = "WSVRC006", "The ULN is not found"

    ROW_NEW_ULN = "RC001", "A new ULN is issued"
    ROW_EXISTS = "RC002", "The learner exists"
    ROW_UPDATED = "RC003", "The learner is updated"
    ROW_EXACT = "RC004", "The learner exists (check only)"
    ROW_MASTER = "RC005", "The master record stands in"
    ROW_INSUFFICIENT = "RC006", "The data given is not sufficient for a ULN"
    ROW_POSSIBLE = "RC007", "One or more learners may match"
    ROW_CONFLICT = "RC008", "The ULN belongs to other details"
    ROW_NOT_FOUND = "RC009", "The ULN is not found"
    ROW_DUPLICATE = "RC010", "The learner stands twice in the file"
    ROW_MALFORMED = "RC011", "A field is malformed, or the age is out of range"
    ROW_AGE = "RC013", "The age is out of range"

    ACHIEVEMENT_CREATED = "AC001", "The achievement is created"
    ACHIEVEMENT_UPDATED = "AC002", "The achievement is updated"
    ACHIEVEMENT_WITHDRAWN = "AC003", "The achievement is withdrawn"
    ACHIEVEMENT_REINSTATED = "AC004", "The achievement is reinstated"
    ACHIEVEMENT_PROMOTED = "AC005", "The achievement is promoted to final"

    VALUE_MISSING = "AC101", "A value is needed"
    VALUE_TOO_LONG = "AC102", "The value is too long"
    DATE_IMPOSSIBLE = "AC103", "The date is not on the calendar"
    DATE_IN_FUTURE = "AC104", "The date is in the future"
    ACTION_UNKNOWN = "AC105", "The action is none of 1 create, 2 update, 3 withdraw, 4 reinstate"
    GENDER_UNKNOWN = "AC106", "The gender is none of 0, 1, 2, 9"
    UKPRN_MALFORMED = "AC107", "The UKPRN is not eight letters or digits"
    ULN_MALFORMED = "AC108", "The ULN is not a valid number"
    REFERENCE_MALFORMED = "AC109", "The reference is no unit or qualification number"

    LEARNER_UNKNOWN = "AC201", "No learner has the ULN"
    LEARNER_DIFFERS = "AC202", "The learner with the ULN has another value"

    PROVIDER_UNKNOWN = "AC301", "The provider is unknown or suspended"
    AWARDED_BEFORE_BIRTH = "AC302", "The award is not after the learner's birth"
    ACHIEVEMENT_EXISTS = "AC303", "The achievement exists: update it"
    ACHIEVEMENT_NOT_FOUND = "AC304", "The organisation has reported no such achievement"
    ACHIEVEMENT_IS_WITHDRAWN = "AC305", "The achievement is withdrawn: reinstate it"
    ACHIEVEMENT_NOT_WITHDRAWN = "AC306", "The achievement is not withdrawn"
    ACHIEVEMENT_IS_FINAL = "AC307", "The achievement is final: only a final submission may change it"
    ACHIEVEMENT_UNCHANGED = "AC308", "Nothing to update: the achievement is the same"
