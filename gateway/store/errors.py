"""The errors of the store.

The kinds say who can act. Below each kind are the facts. Only `Unavailable` may be retried.
"""


class StoreError(Exception):
    """The database cannot do what was asked."""

    def __init__(self, message: str = "") -> None:
        """Take a message that is fit for an operator.

        Without a message, the docstring of the class is the message.
        """
        super().__init__(message or type(self).__doc__)


class NotFound(StoreError):
    """What was named does not exist.

    The caller or the operator must name something else.
    """


class Conflict(StoreError):
    """The register holds something that prevents the change.

    The caller may read again, and decide anew.
    """


class Unavailable(StoreError):
    """The database cannot be used at this moment.

    Nothing of the transaction was done, so it may be tried again.
    """


class BadConfiguration(StoreError):
    """The database is not as the gateway needs it.

    An operator must act.
    """


class NoSuchLearner(NotFound):
    """No learner has this ULN."""


class NoSuchDuplicate(NotFound):
    """No pair of learners was proposed under this number."""


class NoSuchChallenge(NotFound):
    """No data challenge has this reference."""


class NoSuchLoad(NotFound):
    """No load of learning events has this number."""


class NoOpenJob(NotFound):
    """There is no such job, or it has ended."""


class LearnerExists(Conflict):
    """A learner with these key fields is on the register."""


class AchievementExists(Conflict):
    """The organisation has reported this achievement."""


class OrganisationTaken(Conflict):
    """There is an organisation with this UKPRN or reference."""


class KeyOfAnother(Conflict):
    """Another organisation stored the learner's key of this type."""


class LoadRunning(Conflict):
    """Another process is loading learning events."""


class Stale(Conflict):
    """The row has changed since it was read."""


class StaleLease(Conflict):
    """Another worker has claimed the job meanwhile.

    The transaction must be rolled back.
    """


class Overtaken(Conflict):
    """Another transaction has changed what a chunk was planned on."""


class Clash(Conflict):
    """A constraint of the database refuses the row."""


class Overdue(Unavailable):
    """The database did not answer in time."""


class UnusableDatabase(BadConfiguration):
    """The URL names no database that can be opened."""


class SchemaOutOfDate(BadConfiguration):
    """The tables are of another version of the gateway."""


class Misconfigured(BadConfiguration):
    """The database lacks a table or a right."""


class DatabaseFailed(StoreError):
    """The database refused a statement: a fault of ours.

    The message names the driver's error, never the data.
    """


class CommitInDoubt(StoreError):
    """The database could not confirm that the commit is safe.

    The call must not be acknowledged, and must not be done again.
    """
