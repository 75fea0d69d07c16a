"""The table of snapshots (contract 2.16)."""

from sqlalchemy import JSON, Boolean, Column, DateTime, ForeignKey, Index, String, Table

from gateway.store.tables.metadata import metadata

snapshot = Table(
    "snapshot",
    metadata,
    Column("guid", String(36), primary_key=True),
    Column("uln", ForeignKey("learner.uln"), nullable=False),
    Column("organisation_id", ForeignKey("organisation.id"), nullable=False),
    Column("made_at", DateTime, nullable=False),
    Column("expires_at", DateTime, nullable=False),
    # Numbers of learning events. An event that leaves the record leaves the snapshot too.
    Column("event_ids", JSON, nullable=False),
    Column("email", String(254), nullable=False),
    Column("reference", String(254), nullable=False),
    Column("pin_hash", String(254), nullable=False),
    Column("accessed", Boolean, nullable=False),
    Index("ix_snapshot_uln", "uln", "made_at"),
)
