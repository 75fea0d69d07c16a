"""The table of pairs that may be one person."""

from sqlalchemy import (
    JSON,
    Column,
    DateTime,
    Float,
    ForeignKey,
    Index,
    String,
    Table,
)

from gateway.store.tables.metadata import ROW_NUMBER, metadata

duplicate = Table(
    "duplicate",
    metadata,
    Column("id", ROW_NUMBER, primary_key=True),
    # The smaller ULN comes first, so that each pair has one row.
    Column("uln", ForeignKey("learner.uln"), nullable=False),
    Column("other_uln", ForeignKey("learner.uln"), nullable=False),
    Column("found_at", DateTime, nullable=False),
    Column("advice", String(11), nullable=False),
    Column("score", Float, nullable=False),
    Column("evidence", JSON, nullable=False),
    Column("status", String(9), nullable=False),
    Column("decided_at", DateTime),
    Column("decided_by", String(254)),
    Column("reason", String(254)),
    Index("uq_duplicate_pair", "uln", "other_uln", unique=True),
    Index("ix_duplicate_status", "status", "score"),
)
