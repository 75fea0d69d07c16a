"""Which role may call which operation; all else is denied."""

from enum import StrEnum

from gateway.domain.batch import JobKind
from gateway.domain.organisation import Organisation, Role


class Operation(StrEnum):
    """An operation that a caller asks for.

    The value is the same in every generation of the contract. It stands in the audit trail and in logs.
    """

    FIND_BY_ULN = "find-by-uln"
    FIND_BY_DEMOGRAPHICS = "find-by-demographics"
    REGISTER = "register"
    UPDATE = "update"
    UPDATE_CONTACT = "update-contact"
    VERIFY = "verify"
    RETRIEVE = "retrieve"
    READ_RECORD = "read-record"
    VIEW_AUDIT = "view-audit"
    FIND_ORGANISATION = "find-organisation"
    SUBMIT_BATCH = "submit-batch"
    READ_BATCH = "read-batch"
    SUBMIT_VERIFY_BATCH = "submit-verify-batch"
    READ_VERIFY_BATCH = "read-verify-batch"
    SUBMIT_ACHIEVEMENTS = "submit-achievements"
    READ_ACHIEVEMENTS = "read-achievements"
    REPORT_MERGES = "report-merges"
    REPORT_DELETIONS = "report-deletions"
    CREATE_CHALLENGE = "create-challenge"
    LIST_CHALLENGES = "list-challenges"
    DELETE_CHALLENGE = "delete-challenge"
    STORE_KEY = "store-key"
    REMOVE_KEY = "remove-key"
    FIND_BY_KEY = "find-by-key"
    SET_NOTIFICATION = "set-notification"
    READ_NOTIFICATION = "read-notification"
    KEEP_SNAPSHOT = "keep-snapshot"
    LIST_SNAPSHOTS = "list-snapshots"
    DELETE_SNAPSHOT = "delete-snapshot"


BATCH_OPERATIONS = frozenset(
    {
        Operation.SUBMIT_BATCH,
        Operation.READ_BATCH,
        Operation.SUBMIT_VERIFY_BATCH,
        Operation.READ_VERIFY_BATCH,
        Operation.SUBMIT_ACHIEVEMENTS,
        Operation.READ_ACHIEVEMENTS,
    }
)
"""Operations on batches, whose answers callers seldom wait for."""

SHARED = frozenset(
    {
        Operation.FIND_BY_ULN,
        Operation.FIND_BY_DEMOGRAPHICS,
        Operation.REGISTER,
        Operation.UPDATE,
        Operation.UPDATE_CONTACT,
        Operation.VERIFY,
        Operation.RETRIEVE,
        Operation.READ_RECORD,
        Operation.FIND_ORGANISATION,
        Operation.LIST_CHALLENGES,
        Operation.READ_NOTIFICATION,
        Operation.LIST_SNAPSHOTS,
    }
)
"""Operations that are quick and lock nothing that others read.

Calls of them that wait together share a transaction.
"""

_ROLES: dict[Operation, frozenset[Role]] = {
    Operation.FIND_BY_ULN: frozenset({Role.REGISTER}),
    Operation.FIND_BY_DEMOGRAPHICS: frozenset({Role.REGISTER}),
    Operation.REGISTER: frozenset({Role.REGISTER}),
    Operation.UPDATE: frozenset({Role.REGISTER}),
    Operation.UPDATE_CONTACT: frozenset({Role.REGISTER}),
    Operation.VERIFY: frozenset({Role.REGISTER, Role.PLR, Role.VERIFY, Role.AWARDING}),
    Operation.RETRIEVE: frozenset({Role.REGISTER}),
    Operation.READ_RECORD: frozenset({Role.PLR}),
    Operation.VIEW_AUDIT: frozenset({Role.PLR}),
    Operation.FIND_ORGANISATION: frozenset(Role),
    Operation.SUBMIT_BATCH: frozenset({Role.REGISTER}),
    Operation.READ_BATCH: frozenset({Role.REGISTER}),
    Operation.SUBMIT_VERIFY_BATCH: frozenset({Role.REGISTER, Role.VERIFY, Role.AWARDING}),
    Operation.READ_VERIFY_BATCH: frozenset({Role.REGISTER, Role.VERIFY, Role.AWARDING}),
    Operation.SUBMIT_ACHIEVEMENTS: frozenset(Role),  # the handler answers NOT_AWARDING (contract 6.10)
    Operation.READ_ACHIEVEMENTS: frozenset({Role.AWARDING}),
    Operation.REPORT_MERGES: frozenset({Role.REGISTER}),
    Operation.REPORT_DELETIONS: frozenset({Role.REGISTER}),
    Operation.CREATE_CHALLENGE: frozenset({Role.PLR}),
    Operation.LIST_CHALLENGES: frozenset({Role.PLR}),
    Operation.DELETE_CHALLENGE: frozenset({Role.PLR}),
    Operation.STORE_KEY: frozenset({Role.REGISTER, Role.PLR}),
    Operation.REMOVE_KEY: frozenset({Role.REGISTER, Role.PLR}),
    Operation.FIND_BY_KEY: frozenset({Role.REGISTER}),
    Operation.SET_NOTIFICATION: frozenset({Role.REGISTER, Role.PLR}),
    Operation.READ_NOTIFICATION: frozenset({Role.REGISTER, Role.PLR}),
    Operation.KEEP_SNAPSHOT: frozenset({Role.PLR}),
    Operation.LIST_SNAPSHOTS: frozenset({Role.PLR}),
    Operation.DELETE_SNAPSHOT: frozenset({Role.PLR}),
}

SUBMITTED_BY = {
    JobKind.REGISTRATION: Operation.SUBMIT_BATCH,
    JobKind.VERIFICATION: Operation.SUBMIT_VERIFY_BATCH,
    JobKind.ACHIEVEMENT: Operation.SUBMIT_ACHIEVEMENTS,
}
"""Operation that submits each kind of job.

What the rows of a job do is recorded under this operation.
"""


WORKED_ON_FOR: dict[JobKind, frozenset[Role]] = {
    JobKind.REGISTRATION: _ROLES[Operation.SUBMIT_BATCH],
    JobKind.VERIFICATION: _ROLES[Operation.SUBMIT_VERIFY_BATCH],
    JobKind.ACHIEVEMENT: _ROLES[Operation.READ_ACHIEVEMENTS],
}
"""Roles that let the jobs of an organisation run.

An organisation needs one of them. While it has none, its jobs wait.
"""


def may(organisation: Organisation, operation: Operation) -> bool:
    """Return whether one of the organisation's roles includes the operation.

    No role includes an operation that is not listed.
    """
    return bool(organisation.roles & _ROLES.get(operation, frozenset()))
