"""The table of consent: changes that count for a ULN.

What a learner said at registration has no row. It is the value held before the first change, or the value held now.

The module also has the indexes by which a subject access report finds merges and proposals.
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

# A subject access report would otherwise read all merges and proposals.
Index("ix_status_change_uln", status_change.c.uln)
Index("ix_status_change_master_uln", status_change.c.master_uln)
Index("ix_duplicate_other_uln", duplicate.c.other_uln)
