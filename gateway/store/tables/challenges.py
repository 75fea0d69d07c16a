"""The table of data challenges (contract 2.16).

What a challenge says about events is stored as it was said.
"""

from sqlalchemy import JSON, Column, DateTime, ForeignKey, Index, String, Table, Text

from gateway.store.tables.metadata import metadata

challenge = Table(
    "challenge",
    metadata,
    Column("reference", String(11), primary_key=True),
    Column("uln", ForeignKey("learner.uln"), nullable=False),
    Column("organisation_id", ForeignKey("organisation.id"), nullable=False),
    Column("user_name", String(254), nullable=False),
    Column("raised_at", DateTime, nullable=False),
    Column("state", String(9), nullable=False),
    Column("kind", String(254), nullable=False),
    Column("information", Text, nullable=False),
    Column("contact_name", String(254), nullable=False),
    Column("telephone", String(254), nullable=False),
    Column("email", String(254), nullable=False),
    Column("event_id", ForeignKey("learning_event.id")),
    Column("source", String(254), nullable=False),
    Column("original", JSON, nullable=False),
    Column("other_event_id", ForeignKey("learning_event.id")),
    Column("other_source", String(254), nullable=False),
    Column("supplied", JSON, nullable=False),
    Column("resolved_at", DateTime),
    Column("resolved_by", String(254), nullable=False),
    Column("reason", String(254), nullable=False),
    Index("ix_challenge_uln", "uln", "raised_at"),
    Index("ix_challenge_state", "state", "raised_at"),
    # Every reading of a record asks of each event whether an open challenge names it.
    Index("ix_challenge_event", "event_id", "state"),
    Index("ix_challenge_other_event", "other_event_id", "state"),
)
