"""The tables of batch jobs and their rows."""

from sqlalchemy import (
    JSON,
    Boolean,
    Column,
    DateTime,
    ForeignKey,
    Index,
    Integer,
    String,
    Table,
)

from gateway.store.tables.metadata import ROW_NUMBER, metadata

batch_job = Table(
    "batch_job",
    metadata,
    Column("id", ROW_NUMBER, primary_key=True),
    # The number that callers know. It is drawn at random, so that nobody learns how many jobs others submit.
    Column("number", Integer, nullable=False),
    Column("kind", String(12), nullable=False),
    Column("check_only", Boolean, nullable=False),
    Column("submission", String(11)),
    Column("organisation_id", ForeignKey("organisation.id"), nullable=False),
    Column("user_name", String(254), nullable=False),
    Column("email", String(254), nullable=False),
    Column("status", String(9), nullable=False),
    Column("submitted_at", DateTime, nullable=False),
    Column("started_at", DateTime),
    Column("finished_at", DateTime),
    Column("size", Integer, nullable=False),
    Column("done", Integer, nullable=False),
    # Whose turn it is, when the lease of the worker ends, and a token that grows by 1 with every claim.
    Column("turn", Integer, nullable=False),
    Column("leased_until", DateTime),
    Column("token", Integer, nullable=False),
    Index(
        "ix_batch_job_open",
        "organisation_id",
        "id",
        info={"where": "status IN ('submitted', 'running')"},
    ),
    Index("uq_batch_job_number", "number", unique=True),
    Index("ix_batch_job_organisation_turn", "organisation_id", "turn"),
    Index("ix_batch_job_turn", "turn"),
)


batch_row = Table(
    "batch_row",
    metadata,
    Column("job_id", ForeignKey("batch_job.id"), primary_key=True),
    Column("position", Integer, primary_key=True),
    Column("given", JSON, nullable=False),
    Column("code", String(8)),
    Column("uln", String(10)),
    Column("result", JSON),
    Index("ix_batch_row_job_uln", "job_id", "uln"),
)


batch_digest = Table(
    "batch_digest",
    metadata,
    Column("organisation_id", ForeignKey("organisation.id"), primary_key=True),
    Column("digest", String(64), primary_key=True),
    Column("job_id", ForeignKey("batch_job.id"), nullable=False),
    Column("at", DateTime, nullable=False),
)
