"""What the store refuses, named by the fact."""


class StoreError(Exception):
    """The database cannot do what was asked; the message is fit for an operator."""


class UnusableDatabase(StoreError):
    """The URL names no database that can be opened."""


class SchemaOutOfDate(StoreError):
    """The tables are not those of this version of the gateway."""


class KeyTaken(StoreError):
    """A living learner with these key fields is on the register."""


class NoSuchLearner(StoreError):
    """No learner has this ULN."""


class NoSuchDuplicate(StoreError):
    """No pair of learners was proposed under this number."""


class NoSuchChallenge(StoreError):
    """No data challenge has this reference."""


class NoSuchLoad(StoreError):
    """No load of learning events has this number."""


class LoadRunning(StoreError):
    """Somebody else is loading learning events."""


class KeyOfAnother(StoreError):
    """Another organisation stored the learner's key of this type."""


class Stale(StoreError):
    """The row is no longer in the state that the change expected."""


class StaleLease(StoreError):
    """The job was claimed by another worker meanwhile; nothing of this transaction may stay."""


class NoOpenJob(StoreError):
    """There is no such job, or it has ended."""


class Overtaken(StoreError):
    """Somebody else has registered one of the learners that were to be written together."""


class OrganisationTaken(StoreError):
    """An organisation with this UKPRN or reference is there."""


class CommitInDoubt(StoreError):
    """The database could not say that the commit is safe; it must neither be acknowledged nor done again."""


class DatabaseFailed(StoreError):
    """The database refused a statement or the connection; the message names the driver's error, never the data."""


class Unavailable(DatabaseFailed):
    """The database cannot be used at this moment. Nothing of this was done, and it may be done again."""


class Overdue(Unavailable):
    """The database did not answer in time."""


class Misconfigured(DatabaseFailed):
    """The database lacks a table or a right; an operator must act."""


class Clash(StoreError):
    """A constraint of the database refuses the row."""
