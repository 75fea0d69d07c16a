"""The metadata of all tables.

Times are in UTC without a zone. Text that is not known is empty, not NULL.

The unique index on the five key fields of active learners keeps one person to one ULN: the database refuses the second
registration, however many arrive at once.

A partial index states its condition in `info["where"]`. SQLAlchemy's own `sqlite_where` and `postgresql_where` would
import both dialects at each start. The migrations create the indexes. A test compares the conditions.
"""

from sqlalchemy import (
    BigInteger,
    Integer,
    MetaData,
)

metadata = MetaData(
    naming_convention={
        "ix": "ix_%(table_name)s_%(column_0_N_name)s",
        "uq": "uq_%(table_name)s_%(column_0_N_name)s",
        "fk": "fk_%(table_name)s_%(column_0_N_name)s",
        "pk": "pk_%(table_name)s",
    }
)
# SQLite numbers rows by itself only where the key is exactly INTEGER.
ROW_NUMBER = BigInteger().with_variant(Integer, "sqlite")
