"""The tables. Times are UTC without a zone; text that is not known is empty, not NULL.

The unique index on the five key fields of living learners is what keeps one person to one ULN: the
database refuses the second registration, however many arrive at once.
"""

from sqlalchemy import (
    JSON,
    BigInteger,
    Boolean,
    Column,
    Date,
    DateTime,
    Float,
    ForeignKey,
    Index,
    Integer,
    MetaData,
    SmallInteger,
    String,
    Table,
    Text,
    text,
)

metadata = MetaData(
    naming_convention={
        "ix": "ix_%(table_name)s_%(column_0_N_name)s",
        "uq": "uq_%(table_name)s_%(column_0_N_name)s",
        "fk": "fk_%(table_name)s_%(column_0_N_name)s",
        "pk": "pk_%(table_name)s",
    }
)
# SQLite numbers rows by itself only where the key is exactly INTEGER.
ROW_NUMBER = BigInteger().with_variant(Integer, "sqlite")

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
    # ULNs asked for in vain, in the hour that began then and in the one before (domain.misses).
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

learner = Table(
    "learner",
    metadata,
    Column("uln", String(10), primary_key=True),
    Column("standing", String(8), nullable=False),
    Column("master_uln", String(10), ForeignKey("learner.uln")),
    Column("version", Integer, nullable=False),
    Column("created_at", DateTime, nullable=False),
    Column("updated_at", DateTime, nullable=False),
    Column("registered_by", String(6), nullable=False),
    Column("title", String(35), nullable=False),
    Column("given_name", String(35), nullable=False),
    Column("middle_name", String(35), nullable=False),
    Column("family_name", String(35), nullable=False),
    Column("preferred_given_name", String(35), nullable=False),
    Column("previous_family_name", String(35), nullable=False),
    Column("family_name_at_16", String(35), nullable=False),
    Column("school_at_16", String(254), nullable=False),
    Column("address_line1", String(50), nullable=False),
    Column("address_line2", String(50), nullable=False),
    Column("address_town", String(50), nullable=False),
    Column("address_county", String(50), nullable=False),
    Column("address_captured_on", Date),
    Column("postcode", String(9), nullable=False),
    Column("date_of_birth", Date, nullable=False),
    Column("place_of_birth", String(35), nullable=False),
    Column("gender", SmallInteger, nullable=False),
    Column("email", String(254), nullable=False),
    Column("telephone", String(35), nullable=False),
    Column("nationality", String(3), nullable=False),
    Column("scottish_candidate_number", String(9), nullable=False),
    Column("verification_type", SmallInteger, nullable=False),
    Column("verification_description", String(255), nullable=False),
    Column("ability_to_share", SmallInteger, nullable=False),
    Column("notes", String(4000), nullable=False),
    # Of a merged learner who withheld: the ULN under which a fresh privacy notice was seen since (domain.consent).
    Column("opt_out_lifted_by", String(10)),
    # The key fields in normal form (domain.names).
    Column("family_key", String(140), nullable=False),
    Column("given_key", String(140), nullable=False),
    Column("postcode_key", String(9), nullable=False),
    # 0, but of whom was registered beside others with the same key fields, and can be told apart from them: 1, 2, ...
    Column("key_number", SmallInteger, nullable=False, server_default="0"),
    # What a search comes upon a learner by (domain.matching.keys); empty where there is nothing to make a key of.
    Column("family_sound", String(4), nullable=False),
    Column("given_sound", String(4), nullable=False),
    Column("former_sound1", String(4), nullable=False),
    Column("former_sound2", String(4), nullable=False),
    Column("initials", String(2), nullable=False),
    Column("birth_year", String(4), nullable=False),
    Column("birth_day", String(5), nullable=False),
    Index(
        "uq_learner_key",
        "family_key",
        "given_key",
        "date_of_birth",
        "postcode_key",
        "gender",
        "key_number",
        unique=True,
        sqlite_where=text("standing = 'active'"),
        postgresql_where=text("standing = 'active'"),
    ),
    # The ULN at the end of each: a search gathers ULNs from the indexes alone.
    Index(
        "ix_learner_born",
        "date_of_birth",
        "family_sound",
        "given_sound",
        "former_sound1",
        "former_sound2",
        "initials",
        "postcode_key",
        "uln",
    ),
    Index("ix_learner_home", "postcode_key", "uln"),
    Index("ix_learner_year", "family_sound", "given_sound", "birth_year", "uln"),
    Index("ix_learner_day", "family_sound", "given_sound", "birth_day", "uln"),
    Index(
        "ix_learner_former",
        "given_sound",
        "birth_year",
        "former_sound1",
        "former_sound2",
        "uln",
        sqlite_where=text("former_sound1 <> ''"),
        postgresql_where=text("former_sound1 <> ''"),
    ),
    # Hardly anybody is merged; and SQLite, told by ANALYZE that all share one value, NULL, would leave the index alone.
    Index(
        "ix_learner_master",
        "master_uln",
        sqlite_where=text("master_uln IS NOT NULL"),
        postgresql_where=text("master_uln IS NOT NULL"),
    ),
)

learner_history = Table(
    "learner_history",
    metadata,
    Column("id", ROW_NUMBER, primary_key=True),
    Column("uln", ForeignKey("learner.uln"), nullable=False),
    Column("at", DateTime, nullable=False),
    Column("organisation_id", ForeignKey("organisation.id")),
    Column("user_name", String(254), nullable=False),
    Column("change", String(20), nullable=False),
    Column("before", JSON),
    # The call in the audit trail; of a registration it is the first that touched the ULN, and none is written.
    Column("call", String(32)),
    Index("ix_learner_history_uln", "uln", "id"),
)

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
    # Of an achievement that an awarding organisation reports itself: whose it is, and how it stands.
    Column("organisation_id", ForeignKey("organisation.id")),
    Column("identifier", String(128)),
    Column("withdrawn_on", Date),
    Column("reason", String(254)),
    Column("version", Integer),
    # Of one that came in a file: the load that brought it first, the line, and what it is known by again.
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
        sqlite_where=text("organisation_id IS NOT NULL"),
        postgresql_where=text("organisation_id IS NOT NULL"),
    ),
)

audit = Table(
    "audit",
    metadata,
    Column("id", ROW_NUMBER, primary_key=True),
    Column("at", DateTime, nullable=False),
    Column("call", String(32), nullable=False),
    Column("organisation_id", ForeignKey("organisation.id")),
    Column("user_name", String(254), nullable=False),
    Column("operation", String(24), nullable=False),
    Column("code", String(8), nullable=False),
    Column("uln", String(10)),
    # Why an operator did it; callers state none.
    Column("reason", String(254)),
    # Of the call: how many ULNs were asked for in vain.
    Column("misses", Integer),
    Index("ix_audit_uln", "uln", "id"),
    Index("ix_audit_organisation", "organisation_id", "id"),
)

standing_change = Table(
    "standing_change",
    metadata,
    Column("id", ROW_NUMBER, primary_key=True),
    Column("at", DateTime, nullable=False),
    Column("change", String(10), nullable=False),
    Column("uln", ForeignKey("learner.uln"), nullable=False),
    Column("master_uln", ForeignKey("learner.uln")),
    Column("by", String(254), nullable=False),
    Column("reason", String(254), nullable=False),
    Index("ix_standing_change_at", "at", "id"),
)

batch_job = Table(
    "batch_job",
    metadata,
    Column("id", ROW_NUMBER, primary_key=True),
    # What callers know it by: drawn, so that nobody learns how many jobs others submit.
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
    # Whose turn it is, and who has the job: a lease that ends, and a token that grows with every claim.
    Column("turn", Integer, nullable=False),
    Column("leased_until", DateTime),
    Column("token", Integer, nullable=False),
    Index(
        "ix_batch_job_open",
        "organisation_id",
        "id",
        sqlite_where=text("status IN ('submitted', 'running')"),
        postgresql_where=text("status IN ('submitted', 'running')"),
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

matching_model = Table(
    "matching_model",
    metadata,
    Column("version", Integer, primary_key=True),
    Column("made_at", DateTime, nullable=False),
    Column("learners", BigInteger, nullable=False),
    Column("parameters", Text, nullable=False),
)

duplicate = Table(
    "duplicate",
    metadata,
    Column("id", ROW_NUMBER, primary_key=True),
    # In the order of the ULNs, so that a pair is there once.
    Column("uln", ForeignKey("learner.uln"), nullable=False),
    Column("other_uln", ForeignKey("learner.uln"), nullable=False),
    Column("found_at", DateTime, nullable=False),
    Column("advice", String(11), nullable=False),
    Column("score", Float, nullable=False),
    Column("evidence", JSON, nullable=False),
    Column("status", String(9), nullable=False),
    Column("decided_at", DateTime),
    Column("decided_by", String(254)),
    Column("reason", String(254)),
    Index("uq_duplicate_pair", "uln", "other_uln", unique=True),
    Index("ix_duplicate_status", "status", "score"),
)

recent_find = Table(
    "recent_find",
    metadata,
    Column("organisation_id", ForeignKey("organisation.id"), primary_key=True),
    Column("digest", String(64), primary_key=True),
    Column("at", DateTime, nullable=False),
    Index("ix_recent_find_at", "organisation_id", "at"),
)

# How often in a minute somebody stated a wrong password of an organisation, by the address that it came from.
wrong_password = Table(
    "wrong_password",
    metadata,
    Column("organisation_id", ForeignKey("organisation.id"), primary_key=True),
    Column("peer", String(64), primary_key=True),
    Column("minute", DateTime, primary_key=True),
    Column("times", Integer, nullable=False),
    Index("ix_wrong_password_minute", "minute"),
)
