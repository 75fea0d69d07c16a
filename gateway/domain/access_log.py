"""The words in which ViewAudit tells learners who looked.

Contract 2.14, 6.9. An operation that this module does not know is shown, so that nothing new is hidden from the
learner.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from typing import Self

from gateway.domain.access import Operation
from gateway.domain.codes import Code


class OperatorLook(StrEnum):
    """Something that an operator looks at.

    The value stands in the audit trail.
    """

    LEARNER = "show-learner"
    EXPORT = "export-learner"
    MATCH = "explain-match"
    DUPLICATES = "list-duplicates"
    CHALLENGE = "show-challenge"
    AUDIT = "search-audit"
    FIND = "find-learner"
    BATCH = "show-batch"


class OperatorAction(StrEnum):
    """Action of an operator on learners, jobs, challenges or loads.

    The value stands in the audit trail.
    """

    text: str
    """What was done, in words for the learner."""

    def __new__(cls, value: str, text: str) -> Self:  # noqa: D102
        member = str.__new__(cls, value)
        member._value_ = value
        member.text = text
        return member

    MERGE = "merge", "ULNs of one person were merged"
    UNMERGE = "unmerge", "A merge of ULNs was undone"
    DELETE = "delete", "The ULN was deleted"
    RESTORE = "restore", "The deleted ULN was restored"
    OPT_OUT = "opt-out", "The record is no longer shared"
    LIFT_OPT_OUT = "lift-opt-out", "The record is shared again"
    REJECT_DUPLICATE = "reject-duplicate", "Two ULNs were found to be two people"
    RESOLVE_CHALLENGE = "resolve-challenge", "A challenge of the learning record was resolved"
    SETTLE_ROW = "settle-row", "A row of a batch was settled as this learner"
    CANCEL_BATCH = "cancel-batch", "A batch was cancelled"
    LOAD_EVENTS = "load-events", "Learning events were loaded"
    WITHDRAW_EVENTS = "withdraw-events", "Loaded learning events were withdrawn"


SHOWS_NOTHING: frozenset[Operation | OperatorLook | OperatorAction] = frozenset(
    {
        Operation.REGISTER,
        Operation.UPDATE,
        Operation.UPDATE_CONTACT,
        Operation.VIEW_AUDIT,
        Operation.FIND_ORGANISATION,
        Operation.SUBMIT_BATCH,
        Operation.SUBMIT_ACHIEVEMENTS,
        Operation.READ_ACHIEVEMENTS,
        Operation.CREATE_CHALLENGE,
        Operation.DELETE_CHALLENGE,
        Operation.STORE_KEY,
        Operation.REMOVE_KEY,
        Operation.SET_NOTIFICATION,
        Operation.KEEP_SNAPSHOT,
        Operation.DELETE_SNAPSHOT,
        OperatorAction.MERGE,
        OperatorAction.UNMERGE,
        OperatorAction.DELETE,
        OperatorAction.RESTORE,
        OperatorAction.OPT_OUT,
        OperatorAction.LIFT_OPT_OUT,
        OperatorAction.REJECT_DUPLICATE,
        OperatorAction.RESOLVE_CHALLENGE,
        OperatorAction.SETTLE_ROW,
        OperatorAction.CANCEL_BATCH,
        OperatorAction.LOAD_EVENTS,
        OperatorAction.WITHDRAW_EVENTS,
    }
)
"""Operations and actions that the access log leaves out.

They concern a learner, but show nobody what is held about them. Every operation, look and action stands either here or
in DESCRIPTIONS.
"""

DESCRIPTIONS: Mapping[tuple[str, str | None], str] = {
    (Operation.READ_RECORD, None): "Read the learning record",
    (Operation.READ_RECORD, Code.NOT_VERIFIED): "Asked for the learning record with a key or details that are wrong",
    (Operation.READ_RECORD, Code.NOT_SHARED): "Asked for the learning record, which was withheld",
    (Operation.FIND_BY_ULN, None): "Looked the learner up by ULN",
    (Operation.FIND_BY_ULN, Code.NO_MATCH): "Looked for the learner by ULN with names that differ",
    (Operation.FIND_BY_KEY, Code.NO_MATCH): "Looked for the learner by ULN with a wrong key",
    (Operation.FIND_BY_KEY, None): "Looked the learner up by ULN and key",
    (Operation.FIND_BY_DEMOGRAPHICS, None): "Looked the learner up by name and birth date",
    (Operation.FIND_BY_DEMOGRAPHICS, Code.POSSIBLE_MATCH): "Looked for somebody who might be the learner",
    (Operation.RETRIEVE, None): "Retrieved name, birth date and gender by ULN",
    (Operation.VERIFY, None): "Verified name, birth date and gender",
    (Operation.VERIFY, Code.DIFFERENT): "Tried to verify details, which differ",
    (Operation.SUBMIT_VERIFY_BATCH, None): "Verified name, birth date and gender in a batch",
    (Operation.READ_VERIFY_BATCH, None): "Fetched the output of a batch of verifications",
    (Operation.READ_BATCH, None): "Fetched the output of a batch of registrations",
    (Operation.LIST_CHALLENGES, None): "Looked at the challenges of the learning record",
    (Operation.LIST_SNAPSHOTS, None): "Looked at snapshots of the learning record",
    (Operation.LIST_SNAPSHOTS, Code.NOT_SHARED): "Asked for snapshots of the learning record, which were withheld",
    (Operation.REPORT_MERGES, None): "Fetched the report of merged ULNs",
    (Operation.REPORT_DELETIONS, None): "Fetched the report of deleted ULNs",
    (Operation.READ_NOTIFICATION, None): "Looked how the learner wants to hear of the record",
    (OperatorLook.CHALLENGE, None): "Looked at a challenge of the learning record",
    (OperatorLook.LEARNER, None): "Looked at what is held of the learner",
    (OperatorLook.EXPORT, None): "Exported all that is held of the learner",
    (OperatorLook.MATCH, None): "Looked why a person is found or not",
    (OperatorLook.AUDIT, None): "Looked who has looked at the learner's record",
    (OperatorLook.FIND, None): "Looked the learner up by name and birth date",
    (OperatorLook.FIND, Code.POSSIBLE_MATCH): "Looked for somebody who might be the learner",
    (OperatorLook.BATCH, None): "Looked whether a row of a batch is the learner",
    (OperatorLook.DUPLICATES, None): "Looked at learners who may be one person",
}


def describe_action(operation: str, code: str) -> str:
    """Return what somebody did, and why, in words.

    An operation that has no words is shown by its name.
    """
    words = DESCRIPTIONS.get((operation, code)) or DESCRIPTIONS.get((operation, None))
    return words or operation.replace("-", " ").capitalize()


def describe_code(operation: str, code: str) -> str | None:
    """Return the result of a call or action in words.

    Return None where the result is not known.
    """
    if code:
        return Code.of(code).text
    return next((action.text for action in OperatorAction if action == operation), None)


@dataclass(frozen=True, slots=True, kw_only=True)
class Access:
    """An access to a learner's record, and its result."""

    operation: str
    code: str
    at: datetime
    organisation: str
    user: str

    @property
    def action(self) -> str:
        """Return what somebody did, in words."""
        return describe_action(self.operation, self.code)
