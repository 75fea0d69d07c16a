"""The table of learning events."""

from sqlalchemy import (
    BigInteger,
    Boolean,
    Column,
    Date,
    DateTime,
    ForeignKey,
    Index,
    Integer,
    String,
    Table,
)

from gateway.store.tables.metadata import metadata

learning_event = Table(
    "learning_event",
    metadata,
    Column("id", Integer, primary_key=True),
    Column("uln", ForeignKey("learner.uln"), nullable=False),
    Column("source", String(8), nullable=False),
    Column("subject", String(254), nullable=False),
    Column("subject_code", String(35), nullable=False),
    Column("awarded_on", Date),
    Column("provider_ukprn", String(8), nullable=False),
    Column("provider_name", String(254)),
    Column("awarding_ukprn", String(8)),
    Column("awarding_name", String(254)),
    Column("collection_type", String(8)),
    Column("credits", Integer),
    Column("loaded_at", DateTime),
    Column("grade", String(35), nullable=False),
    Column("language", String(35)),
    Column("level", String(35)),
    Column("started_on", Date),
    Column("ended_on", Date),
    Column("qualification_type", String(254)),
    Column("restriction", String(8)),
    Column("return_number", String(8)),
    Column("status", String(8)),
    Column("under_challenge", Boolean),
    # For achievements that an awarding organisation reports: which organisation, and their state.
    Column("organisation_id", ForeignKey("organisation.id")),
    Column("identifier", String(128)),
    Column("withdrawn_on", Date),
    Column("reason", String(254)),
    Column("version", Integer),
    # For events from files: the load that first brought the event, its line, and the number that identifies it.
    Column("load_id", ForeignKey("event_load.id")),
    Column("line", Integer),
    Column("identity", BigInteger),
    Index("uq_learning_event_identity", "uln", "identity", unique=True),
    Index(
        "uq_learning_event_achievement",
        "organisation_id",
        "uln",
        "subject_code",
        "identifier",
        unique=True,
        info={"where": "organisation_id IS NOT NULL"},
    ),
)
