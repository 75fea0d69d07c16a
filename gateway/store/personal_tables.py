"""The tables of what is kept for a learner beside the register: keys, notifications, snapshots (contract 2.16)."""

from sqlalchemy import JSON, Boolean, Column, DateTime, ForeignKey, Index, Integer, String, Table

from gateway.store.tables import metadata

learner_key = Table(
    "learner_key",
    metadata,
    Column("uln", ForeignKey("learner.uln"), primary_key=True),
    Column("kind", String(35), primary_key=True),
    Column("hash", String(254), nullable=False),
    Column("organisation_id", ForeignKey("organisation.id"), nullable=False),
    Column("stored_at", DateTime, nullable=False),
)

# How often in a row an organisation stated a wrong key in place of one, and when the last time was.
learner_key_miss = Table(
    "learner_key_miss",
    metadata,
    Column("uln", ForeignKey("learner.uln"), primary_key=True),
    Column("kind", String(35), primary_key=True),
    Column("organisation_id", ForeignKey("organisation.id"), primary_key=True),
    Column("misses", Integer, nullable=False),
    Column("missed_at", DateTime, nullable=False),
)

notification = Table(
    "notification",
    metadata,
    Column("uln", ForeignKey("learner.uln"), primary_key=True),
    Column("preference", String(5), nullable=False),
    Column("email", String(254), nullable=False),
    Column("telephone", String(35), nullable=False),
    Column("organisation_id", ForeignKey("organisation.id"), nullable=False),
    Column("set_at", DateTime, nullable=False),
)

snapshot = Table(
    "snapshot",
    metadata,
    Column("guid", String(36), primary_key=True),
    Column("uln", ForeignKey("learner.uln"), nullable=False),
    Column("organisation_id", ForeignKey("organisation.id"), nullable=False),
    Column("made_at", DateTime, nullable=False),
    Column("expires_at", DateTime, nullable=False),
    # Numbers of learning events: one that leaves the record leaves the snapshot.
    Column("event_ids", JSON, nullable=False),
    Column("email", String(254), nullable=False),
    Column("reference", String(254), nullable=False),
    Column("pin_hash", String(254), nullable=False),
    Column("accessed", Boolean, nullable=False),
    Index("ix_snapshot_uln", "uln", "made_at"),
)
