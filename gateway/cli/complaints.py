"""Which errors an operator can correct, and their messages."""

from sqlalchemy.exc import SQLAlchemyError

from gateway.domain.lifecycle import OperatorActionRefused
from gateway.domain.settlement import CannotSettle
from gateway.files.batches import BadBatchFile
from gateway.files.subject_access import CannotWrite
from gateway.second_opinion import LinkageFailed
from gateway.store.database.causes import explain
from gateway.store.errors import StoreError

_MENDABLE = (StoreError, OperatorActionRefused, CannotSettle, BadBatchFile, LinkageFailed, CannotWrite)


def complaint_of(error: Exception) -> str | None:
    """Return the message for an operator, or None.

    None means a fault of the program.
    """
    if isinstance(error, _MENDABLE):
        return str(error)
    if isinstance(error, SQLAlchemyError):
        return f"the database reported an error: {explain(error)}"
    return None
