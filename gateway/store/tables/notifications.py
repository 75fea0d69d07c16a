"""The table of notification settings (contract 2.16)."""

from sqlalchemy import Column, DateTime, ForeignKey, String, Table

from gateway.store.tables.metadata import metadata

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
