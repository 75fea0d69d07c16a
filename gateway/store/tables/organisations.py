"""The tables of organisations and their users."""

from sqlalchemy import (
    Boolean,
    Column,
    DateTime,
    ForeignKey,
    Integer,
    String,
    Table,
)

from gateway.store.tables.metadata import metadata

organisation = Table(
    "organisation",
    metadata,
    Column("id", Integer, primary_key=True),
    Column("ukprn", String(8), nullable=False, unique=True),
    Column("reference", String(6), nullable=False, unique=True),
    Column("name", String(254), nullable=False),
    Column("roles", String(254), nullable=False),
    Column("suspended", Boolean, nullable=False),
    Column("password_hash", String(254), nullable=False),
    Column("version", Integer, nullable=False),
    # Misses in the hour that began at `misses_since`, and in the hour before (domain.misses).
    Column("misses", Integer, nullable=False, server_default="0"),
    Column("misses_before", Integer, nullable=False, server_default="0"),
    Column("misses_since", DateTime),
)


organisation_user = Table(
    "organisation_user",
    metadata,
    Column("organisation_id", ForeignKey("organisation.id"), primary_key=True),
    Column("name", String(35), primary_key=True),
)
