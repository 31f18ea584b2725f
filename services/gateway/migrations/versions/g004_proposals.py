"""Read model of proposals."""

import sqlalchemy as sa
from alembic import op

revision = "g004_proposals"
down_revision = "g003_policies"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "proposals",
        sa.Column("proposal_id", sa.Text, nullable=False),
        sa.Column("made_pos", sa.BigInteger, nullable=False),
        sa.Column("person_id", sa.Text, nullable=False),
        sa.Column("kind", sa.Text, nullable=False),
        sa.Column("outcome", sa.Text, nullable=False),
        sa.Column("stage", sa.Text, nullable=False),
        sa.PrimaryKeyConstraint("proposal_id", name="pk_proposals"),
    )
    op.create_index("ix_proposals_made_pos", "proposals", ["made_pos"])


def downgrade() -> None:
    op.drop_table("proposals")
