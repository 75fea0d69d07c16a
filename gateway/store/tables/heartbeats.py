"""The table of the last heartbeats of servers and workers."""

from sqlalchemy import Column, DateTime, String, Table

from gateway.store.tables.metadata import metadata

heartbeat = Table(
    "heartbeat",
    metadata,
    Column("kind", String(6), primary_key=True),
    # Host and address of a server, host and process number of a worker.
    Column("name", String(254), primary_key=True),
    Column("at", DateTime, nullable=False),
)
