"""What of the audit trail tells a learner that somebody looked at the record, and why (ViewAudit; contract 2.14, 6.9).

A call that is not known here to show nothing of a learner is told, so that nothing new is kept from her.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

from gateway.domain.access import Operation
from gateway.domain.codes import Code


class OperatorLook(StrEnum):
    """What an operator looks at. The value stands in the audit trail."""

    LEARNER = "show-learner"
    EXPORT = "export-learner"
    MATCH = "explain-match"
    DUPLICATES = "list-duplicates"
    CHALLENGE = "show-challenge"
    AUDIT = "search-audit"
    FIND = "find-learner"
    BATCH = "show-batch"


SHOWS_NOTHING: frozenset[str] = frozenset(
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
        "merge",
        "unmerge",
        "delete",
        "restore",
        "opt-out",
        "lift-opt-out",
        "reject duplicate",
        "cancel-batch",
        "resolve challenge",
        "settle-row",
        "load events",
        "withdraw events",
    }
)
"""Calls that touch learners and show nobody what is held of them; the last ones are an operator's."""

_ACTIONS: Mapping[tuple[str, str | None], str] = {
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


def action(operation: str, code: str) -> str:
    """Return in words what somebody did, and why; where there are no words, the name."""
    said = _ACTIONS.get((operation, code)) or _ACTIONS.get((operation, None))
    return said or operation.replace("-", " ").capitalize()


@dataclass(frozen=True, slots=True, kw_only=True)
class Access:
    """A look at a learner's record: what was called, and what came of it."""

    operation: str
    code: str
    at: datetime
    organisation: str
    user: str

    @property
    def action(self) -> str:
        """Return in words what somebody did."""
        return action(self.operation, self.code)
