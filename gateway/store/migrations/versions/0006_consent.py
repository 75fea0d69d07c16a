"""The history of consent, lifted opt-outs, and subject access."""

from datetime import UTC, datetime

import sqlalchemy as sa
from alembic import op

revision = "0006"
down_revision = "0005"

_HISTORY = sa.table(
    "learner_history",
    sa.column("id"),
    sa.column("uln"),
    sa.column("at"),
    sa.column("organisation_id"),
    sa.column("user_name"),
    sa.column("change"),
    sa.column("before", sa.JSON()),
)
_LEARNER = sa.table(
    "learner", sa.column("uln"), sa.column("master_uln"), sa.column("updated_at"), sa.column("ability_to_share")
)
_CHANGE = sa.table(
    "consent_change",
    *(
        sa.column(name)
        for name in (
            "uln", "at", "held", "given", "notice", "operation", "call", "organisation_id", "user_name",
        )
    ),
)  # fmt: skip
_NAMES = [column.name for column in _CHANGE.c]


def upgrade() -> None:
    op.create_table(
        "consent_change",
        sa.Column("id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("uln", sa.String(length=10), nullable=False),
        sa.Column("at", sa.DateTime(), nullable=False),
        sa.Column("held", sa.SmallInteger(), nullable=False),
        sa.Column("given", sa.SmallInteger(), nullable=False),
        sa.Column("notice", sa.String(length=8), nullable=False),
        sa.Column("operation", sa.String(length=24), nullable=False),
        sa.Column("call", sa.String(length=32), nullable=False),
        sa.Column("organisation_id", sa.Integer(), nullable=True),
        sa.Column("user_name", sa.String(length=254), nullable=False),
        sa.ForeignKeyConstraint(
            ["organisation_id"], ["organisation.id"], name=op.f("fk_consent_change_organisation_id")
        ),
        sa.ForeignKeyConstraint(["uln"], ["learner.uln"], name=op.f("fk_consent_change_uln")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_consent_change")),
    )
    op.create_index("ix_consent_change_uln", "consent_change", ["uln", "id"])
    op.add_column("learner", sa.Column("opt_out_lifted_by", sa.String(length=10), nullable=True))
    op.add_column("learner_history", sa.Column("call", sa.String(length=32), nullable=True))
    op.create_index("ix_standing_change_uln", "standing_change", ["uln"])
    op.create_index("ix_standing_change_master_uln", "standing_change", ["master_uln"])
    op.create_index("ix_duplicate_other_uln", "duplicate", ["other_uln"])
    _keep_past_changes()
    _withhold_what_was_merged()


def _keep_past_changes() -> None:
    """Copy past changes of AbilityToShare from the histories."""
    held = _HISTORY.c.before["ability_to_share"].as_integer()
    entries = (
        sa.select(
            *(_HISTORY.c[name] for name in ("id", "uln", "at", "organisation_id", "user_name", "change")),
            held.label("held"),
            sa.func.coalesce(
                sa.func.lead(held).over(partition_by=_HISTORY.c.uln, order_by=_HISTORY.c.id),
                _LEARNER.c.ability_to_share,
            ).label("given"),
        )
        .join(_LEARNER, _LEARNER.c.uln == _HISTORY.c.uln)
        .subquery()
    )
    notice = sa.case((entries.c.held == 2, "fresh"), (entries.c.given == 0, "not seen"), else_="seen")
    past = (
        sa.select(
            entries.c.uln,
            entries.c.at,
            entries.c.held,
            entries.c.given,
            notice,
            sa.literal("update"),
            sa.literal(""),
            entries.c.organisation_id,
            entries.c.user_name,
        )
        .where(entries.c.change == "updated", entries.c.held != entries.c.given)
        .order_by(entries.c.id)
    )
    op.execute(_CHANGE.insert().from_select(_NAMES, past))


def _withhold_what_was_merged() -> None:
    """Write that an opt-out now counts for all linked ULNs."""
    member, master, other = _LEARNER.alias("member"), _LEARNER.alias("master"), _LEARNER.alias("other")
    survivor = sa.func.coalesce(member.c.master_uln, member.c.uln)
    withheld = sa.exists().where(other.c.master_uln == master.c.uln, other.c.ability_to_share == 2)
    counts = sa.case((withheld, 2), else_=master.c.ability_to_share)
    linked = sa.or_(
        member.c.master_uln.is_not(None),
        member.c.uln.in_(sa.select(other.c.master_uln).where(other.c.master_uln.is_not(None))),
    )
    now = (
        sa.select(
            member.c.uln,
            sa.literal(datetime.now(UTC).replace(tzinfo=None), sa.DateTime()),
            member.c.ability_to_share,
            counts,
            sa.literal("linked"),
            sa.literal("merge"),
            sa.literal(""),
            sa.cast(sa.null(), sa.Integer()),
            sa.literal("migration"),
        )
        .join(master, master.c.uln == survivor)
        .where(linked, member.c.ability_to_share != counts)
    )
    op.execute(_CHANGE.insert().from_select(_NAMES, now))


def downgrade() -> None:
    op.drop_index("ix_duplicate_other_uln", "duplicate")
    op.drop_index("ix_standing_change_master_uln", "standing_change")
    op.drop_index("ix_standing_change_uln", "standing_change")
    # As they are: recreating the tables, as batch_alter_table does on SQLite, would break what refers to them.
    op.drop_column("learner_history", "call")
    op.drop_column("learner", "opt_out_lifted_by")
    op.drop_index("ix_consent_change_uln", "consent_change")
    op.drop_table("consent_change")
