"""The table of consent: every change of what counts for a ULN; and what subject access looks up people by.

What a learner said when registered has no row: it is what the first change held, and without any, what is held now.
"""

from sqlalchemy import Column, DateTime, ForeignKey, Index, SmallInteger, String, Table

from gateway.store.tables.duplicates import duplicate
from gateway.store.tables.lifecycle import status_change
from gateway.store.tables.metadata import ROW_NUMBER, metadata

consent_change = Table(
    "consent_change",
    metadata,
    Column("id", ROW_NUMBER, primary_key=True),
    Column("uln", ForeignKey("learner.uln"), nullable=False),
    Column("at", DateTime, nullable=False),
    Column("held", SmallInteger, nullable=False),
    Column("given", SmallInteger, nullable=False),
    Column("notice", String(8), nullable=False),
    Column("operation", String(24), nullable=False),
    Column("call", String(32), nullable=False),
    Column("organisation_id", ForeignKey("organisation.id")),
    Column("user_name", String(254), nullable=False),
    Index("ix_consent_change_uln", "uln", "id"),
)

# Merges and proposals are few; without these, all that is held of one person is found by reading them all.
Index("ix_status_change_uln", status_change.c.uln)
Index("ix_status_change_master_uln", status_change.c.master_uln)
Index("ix_duplicate_other_uln", duplicate.c.other_uln)
