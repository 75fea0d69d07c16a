"""The conditions of partial indexes, for both databases."""

from sqlalchemy import Index, text


def state_condition(index: Index) -> None:
    """State the condition of an index for both databases.

    The tables leave it out, since SQLAlchemy would import both dialects.
    """
    if "where" in index.info:
        index.dialect_kwargs["sqlite_where"] = index.dialect_kwargs["postgresql_where"] = text(index.info["where"])
