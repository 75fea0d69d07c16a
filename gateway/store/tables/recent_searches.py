"""The table of recent searches."""

from sqlalchemy import (
    Column,
    DateTime,
    ForeignKey,
    Index,
    String,
    Table,
)

from gateway.store.tables.metadata import metadata

recent_find = Table(
    "recent_find",
    metadata,
    Column("organisation_id", ForeignKey("organisation.id"), primary_key=True),
    Column("digest", String(64), primary_key=True),
    Column("at", DateTime, nullable=False),
    Index("ix_recent_find_at", "organisation_id", "at"),
)
