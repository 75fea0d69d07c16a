"""The errors of the store, in kinds by who can act, and below each kind the facts. Only Unavailable may be retried."""


class StoreError(Exception):
    """The database cannot do what was asked."""

    def __init__(self, message: str = "") -> None:
        """Take a message that is fit for an operator.

        Without one the fact speaks for itself.
        """
        super().__init__(message or type(self).__doc__)


class NotFound(StoreError):
    """What was named is not there.

    The caller or the operator named something else.
    """


class Conflict(StoreError):
    """The register holds something that keeps the change from being made.

    Whoever asked may look again.
    """


class Unavailable(StoreError):
    """The database cannot be used at this moment.

    Nothing of this was done, and it may be done again.
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
    """An organisation with this UKPRN or reference is there."""


class KeyOfAnother(Conflict):
    """Another organisation stored the learner's key of this type."""


class LoadRunning(Conflict):
    """Somebody else is loading learning events."""


class Stale(Conflict):
    """The row is no longer in the state that the change expected."""


class StaleLease(Conflict):
    """The job was claimed by another worker meanwhile.

    Nothing of this transaction may stay.
    """


class Overtaken(Conflict):
    """Somebody else has changed what a chunk was planned on."""


class Clash(Conflict):
    """A constraint of the database refuses the row."""


class Overdue(Unavailable):
    """The database did not answer in time."""


class UnusableDatabase(BadConfiguration):
    """The URL names no database that can be opened."""


class SchemaOutOfDate(BadConfiguration):
    """The tables are not those of this version of the gateway."""


class Misconfigured(BadConfiguration):
    """The database lacks a table or a right."""


class DatabaseFailed(StoreError):
    """The database refused a statement: a fault of ours.

    The message names the driver's error, never the data.
    """


class CommitInDoubt(StoreError):
    """The database could not say that the commit is safe.

    It must neither be acknowledged nor done again.
    """
