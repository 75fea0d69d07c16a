"""The table of what matching has learnt."""

from sqlalchemy import (
    BigInteger,
    Column,
    DateTime,
    Integer,
    Table,
    Text,
)

from gateway.store.tables.metadata import metadata

matching_model = Table(
    "matching_model",
    metadata,
    Column("version", Integer, primary_key=True),
    Column("made_at", DateTime, nullable=False),
    Column("learners", BigInteger, nullable=False),
    Column("parameters", Text, nullable=False),
)
