"""The tables of what is kept for a learner beside the register: keys, notifications (contract 2.16)."""

from sqlalchemy import Column, DateTime, ForeignKey, String, Table

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
