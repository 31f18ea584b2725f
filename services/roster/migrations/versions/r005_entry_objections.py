"""Read model: objections to entries of files, and which wait for an answer."""

import sqlalchemy as sa
from alembic import op

revision = "r005"
down_revision = "r004"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "entry_objections",
        sa.Column("person_id", sa.Text, nullable=False),
        sa.Column("objection", sa.Uuid, nullable=False),
        sa.Column("entry", sa.Uuid, nullable=False),
        sa.Column("raised_on", sa.Date, nullable=False),
        sa.Column("recorded_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("answer", sa.Uuid),
        sa.Column("upheld", sa.Boolean),
        sa.PrimaryKeyConstraint("objection", name="pk_entry_objections"),
    )
    op.create_index("ix_entry_objections_person_id", "entry_objections", ["person_id"])


def downgrade() -> None:
    op.drop_table("entry_objections")
