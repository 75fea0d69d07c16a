"""The tables of learners' keys (contract 2.16)."""

from sqlalchemy import Column, DateTime, ForeignKey, Integer, String, Table

from gateway.store.tables.metadata import metadata

learner_key = Table(
    "learner_key",
    metadata,
    Column("uln", ForeignKey("learner.uln"), primary_key=True),
    Column("kind", String(35), primary_key=True),
    Column("hash", String(254), nullable=False),
    Column("organisation_id", ForeignKey("organisation.id"), nullable=False),
    Column("stored_at", DateTime, nullable=False),
)

# How often in a row an organisation stated a wrong key, and when it last did.
learner_key_miss = Table(
    "learner_key_miss",
    metadata,
    Column("uln", ForeignKey("learner.uln"), primary_key=True),
    Column("kind", String(35), primary_key=True),
    Column("organisation_id", ForeignKey("organisation.id"), primary_key=True),
    Column("misses", Integer, nullable=False),
    Column("missed_at", DateTime, nullable=False),
)
