"""The table of wrong passwords."""

from sqlalchemy import (
    Column,
    DateTime,
    ForeignKey,
    Index,
    Integer,
    String,
    Table,
)

from gateway.store.tables.metadata import metadata

# Wrong passwords for an organisation in a minute, by the address that they came from.
wrong_password = Table(
    "wrong_password",
    metadata,
    Column("organisation_id", ForeignKey("organisation.id"), primary_key=True),
    Column("peer", String(64), primary_key=True),
    Column("minute", DateTime, primary_key=True),
    Column("times", Integer, nullable=False),
    Index("ix_wrong_password_minute", "minute"),
)
