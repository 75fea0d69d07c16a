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
    # Empty where an operator did something, which no caller is answered.
    Column("code", String(8), nullable=False),
    Column("uln", String(10)),
    # Why an operator did it; callers state none.
    Column("reason", String(254)),
    # Of the call: how many ULNs were asked for in vain.
    Column("misses", Integer),
    Index("ix_audit_uln", "uln", "id"),
    Index("ix_audit_organisation", "organisation_id", "id"),
)
