"""The way to what an organisation did"""

from alembic import op

revision = "0009"
down_revision = "0008"


def upgrade() -> None:
    op.create_index("ix_audit_organisation", "audit", ["organisation_id", "id"])


def downgrade() -> None:
    op.drop_index("ix_audit_organisation", "audit")
