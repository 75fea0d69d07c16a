"""Merge, unmerge, delete and restore: what is refused (contract 6.4).

A learner is merged into an active master, never into a merged learner. So there are no chains and no cycles. A ULN
stays with its learner, whatever becomes of it.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime
from enum import StrEnum

from gateway.domain.actors import Decision
from gateway.domain.learner import Learner, LearnerStatus


class ChangeKind(StrEnum):
    """What became of a learner's status.

    The value stands in the history.
    """

    MERGED = "merged"
    UNMERGED = "unmerged"
    DELETED = "deleted"
    RESTORED = "restored"


@dataclass(frozen=True, slots=True, kw_only=True)
class StatusChange:
    """A change of a learner's status.

    `master_uln` is the master that the learner got or had, or None.
    """

    at: datetime
    change: ChangeKind
    uln: str
    master_uln: str | None
    decision: Decision


@dataclass(frozen=True, slots=True, kw_only=True)
class ReportedLearner:
    """The holder of a ULN, as a report states it."""

    uln: str
    family_name: str
    given_name: str
    date_of_birth: date


@dataclass(frozen=True, slots=True, kw_only=True)
class Link:
    """A merge or unmerge of a learner on a day."""

    master: ReportedLearner
    learner: ReportedLearner
    day: date


@dataclass(frozen=True, slots=True, kw_only=True)
class Deletion:
    """A ULN that was deleted on a day."""

    uln: str
    day: date


@dataclass(frozen=True, slots=True, kw_only=True)
class ReportDays:
    """The days of a report, in UTC.

    Both days are included. If `last` is None, the report ends today.
    """

    first: date
    last: date | None


class OperatorActionRefused(Exception):
    """What the operator asked for is not possible.

    The message is fit for the operator.
    """


class MergedIntoItself(OperatorActionRefused):
    """The master is one of the learners to merge."""


class MasterNotActive(OperatorActionRefused):
    """The master is merged or deleted itself."""


class IsMerged(OperatorActionRefused):
    """The learner is merged into a master already."""


class IsDeleted(OperatorActionRefused):
    """The learner is deleted."""


class NotMerged(OperatorActionRefused):
    """The learner is merged into no master."""


class NotDeleted(OperatorActionRefused):
    """The learner is not deleted."""


class HasLinkedLearners(OperatorActionRefused):
    """Other learners are merged into this one."""


class HasOptedOut(OperatorActionRefused):
    """The learner is merged, and opted out.

    Deleting the learner would drop the opt-out, which counts for the master too.
    """


class AlreadyOptedOut(OperatorActionRefused):
    """The learner has opted out of sharing the record."""


class NotOptedOut(OperatorActionRefused):
    """The learner has not opted out of sharing the record."""


def require_surviving(learner: Learner) -> None:
    """Raise OperatorActionRefused if the learner is merged or deleted.

    Only the record of an active learner counts.
    """
    if learner.status is LearnerStatus.MERGED:
        raise IsMerged(f"{learner.uln} is merged into {learner.master_uln}: use that ULN")
    if learner.status is LearnerStatus.DELETED:
        raise IsDeleted(f"{learner.uln} is deleted")


def require_mergeable(master: Learner, others: Iterable[Learner]) -> None:
    """Raise OperatorActionRefused if the learners may not be merged."""
    if master.status is LearnerStatus.MERGED:
        raise MasterNotActive(f"{master.uln} is merged into {master.master_uln}: merge into that one")
    if master.status is LearnerStatus.DELETED:
        raise MasterNotActive(f"{master.uln} is deleted and cannot be a master")
    for other in others:
        if other.uln == master.uln:
            raise MergedIntoItself(f"{other.uln} cannot be merged into itself")
        if other.status is LearnerStatus.MERGED:
            raise IsMerged(f"{other.uln} is merged into {other.master_uln} already")
        if other.status is LearnerStatus.DELETED:
            raise IsDeleted(f"{other.uln} is deleted; restore it first")


def require_merged(learner: Learner) -> None:
    """Raise NotMerged where there is nothing to undo."""
    if learner.status is not LearnerStatus.MERGED:
        raise NotMerged(f"{learner.uln} is not merged: it is {learner.status}")


def require_deletable(learner: Learner, master: Learner | None = None) -> None:
    """Raise OperatorActionRefused if the learner may not be deleted.

    `master` is the master of a merged learner.
    """
    if master is not None and learner.uln in master.opt_outs:
        raise HasOptedOut(
            f"{learner.uln} opted out, and this counts for {master.uln} while the two are merged: unmerge first"
        )
    if learner.status is LearnerStatus.DELETED:
        raise IsDeleted(f"{learner.uln} is deleted already")
    if learner.linked_ulns:
        linked = ", ".join(learner.linked_ulns)
        raise HasLinkedLearners(f"{learner.uln} is the master of {linked}: unmerge first")


def require_deleted(learner: Learner) -> None:
    """Raise NotDeleted where there is nothing to restore."""
    if learner.status is not LearnerStatus.DELETED:
        raise NotDeleted(f"{learner.uln} is not deleted: it is {learner.status}")
