"""Read models of policy drafts and publications."""

import sqlalchemy as sa
from alembic import op

revision = "g003_policies"
down_revision = "g002_pay_runs"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "policy_drafts",
        sa.Column("draft_id", sa.Text, nullable=False),
        sa.Column("drafted_pos", sa.BigInteger, nullable=False),
        sa.Column("policy", sa.Text, nullable=False),
        sa.Column("effective_from", sa.Text, nullable=False),
        sa.Column("stage", sa.Text, nullable=False),
        sa.Column("draft_sha256", sa.Text, nullable=False),
        sa.PrimaryKeyConstraint("draft_id", name="pk_policy_drafts"),
    )
    op.create_table(
        "policy_versions",
        sa.Column("pos", sa.BigInteger, nullable=False, autoincrement=False),
        sa.Column("draft_id", sa.Text, nullable=False),
        sa.Column("policy", sa.Text, nullable=False),
        sa.Column("effective_from", sa.Text, nullable=False),
        sa.Column("text_sha256", sa.Text, nullable=False),
        sa.PrimaryKeyConstraint("pos", name="pk_policy_versions"),
    )


def downgrade() -> None:
    for table in ("policy_versions", "policy_drafts"):
        op.drop_table(table)
