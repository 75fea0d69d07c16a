"""The table of merges, deletions and their undoing."""

from sqlalchemy import (
    Column,
    DateTime,
    ForeignKey,
    Index,
    String,
    Table,
)

from gateway.store.tables.metadata import ROW_NUMBER, metadata

status_change = Table(
    "status_change",
    metadata,
    Column("id", ROW_NUMBER, primary_key=True),
    Column("at", DateTime, nullable=False),
    Column("change", String(10), nullable=False),
    Column("uln", ForeignKey("learner.uln"), nullable=False),
    Column("master_uln", ForeignKey("learner.uln")),
    Column("by", String(254), nullable=False),
    Column("reason", String(254), nullable=False),
    Index("ix_status_change_at", "at", "id"),
)
