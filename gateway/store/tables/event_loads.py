"""The tables of loads of learning events.

One has the loads. The other has the events that a load brought although they were there before.
"""

from sqlalchemy import Column, DateTime, ForeignKey, Index, Integer, String, Table

from gateway.store.tables.metadata import metadata

event_load = Table(
    "event_load",
    metadata,
    Column("id", Integer, primary_key=True),
    Column("source", String(8), nullable=False),
    Column("file_name", String(254), nullable=False),
    Column("digest", String(64), nullable=False),
    Column("year", String(7), nullable=False),
    Column("return_number", String(8), nullable=False),
    Column("state", String(9), nullable=False),
    # Which process may write: it grows by 1 with each process that takes the load up.
    Column("attempt", Integer, nullable=False),
    # The newest event when the load began. Its own events are newer, which helps to find them when it is undone.
    Column("after_event", Integer, nullable=False),
    Column("line", Integer, nullable=False),
    Column("new", Integer, nullable=False),
    Column("known", Integer, nullable=False),
    Column("left_out", Integer, nullable=False),
    Column("by", String(254), nullable=False),
    Column("begun_at", DateTime, nullable=False),
    Column("released_at", DateTime),
    Column("withdrawn_at", DateTime),
    Column("withdrawn_by", String(254), nullable=False),
    Column("reason", String(254), nullable=False),
)

event_again = Table(
    "event_again",
    metadata,
    Column("load_id", ForeignKey("event_load.id"), primary_key=True),
    Column("event_id", ForeignKey("learning_event.id"), primary_key=True),
    Column("line", Integer, nullable=False),
    Index("ix_event_again_event", "event_id", "load_id"),
)
