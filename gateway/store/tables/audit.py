"""The audit table."""

from sqlalchemy import (
    Column,
    DateTime,
    ForeignKey,
    Index,
    Integer,
    String,
    Table,
)

from gateway.store.tables.metadata import ROW_NUMBER, metadata

audit = Table(
    "audit",
    metadata,
    Column("id", ROW_NUMBER, primary_key=True),
    Column("at", DateTime, nullable=False),
    Column("call", String(32), nullable=False),
    Column("organisation_id", ForeignKey("organisation.id")),
    Column("user_name", String(254), nullable=False),
    Column("operation", String(24), nullable=False),
    # Empty for what an operator did, since nobody gets an answer.
    Column("code", String(8), nullable=False),
    Column("uln", String(10)),
    # Why an operator did it; callers give no reason.
    Column("reason", String(254)),
    # Misses of the call, in the first of its rows only.
    Column("misses", Integer),
    Index("ix_audit_uln", "uln", "id"),
    Index("ix_audit_organisation", "organisation_id", "id"),
)
