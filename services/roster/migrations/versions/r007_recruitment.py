"""Read models: recruitment batches, the places they promise, and who applies."""

import sqlalchemy as sa
from alembic import op

revision = "r007"
down_revision = "r006"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "recruitment_batches",
        sa.Column("batch_id", sa.Text, nullable=False),
        sa.Column("title", sa.Text, nullable=False),
        sa.Column("stage", sa.Text, nullable=False),
        sa.Column("opened_on", sa.Date, nullable=False),
        sa.Column("last_day", sa.Date, nullable=False),
        sa.Column("recorded_at", sa.DateTime(timezone=True), nullable=False),
        sa.PrimaryKeyConstraint("batch_id", name="pk_recruitment_batches"),
    )
    op.create_table(
        "recruitment_places",
        sa.Column("batch_id", sa.Text, nullable=False),
        sa.Column("post_no", sa.Text, nullable=False),
        sa.Column("unit_id", sa.Text, nullable=False),
        sa.Column("category", sa.Text, nullable=False),
        sa.Column("places", sa.Integer, nullable=False),
        sa.Column("filled", sa.Integer, nullable=False),
        sa.Column("live", sa.Boolean, nullable=False),
        sa.PrimaryKeyConstraint("batch_id", "post_no", name="pk_recruitment_places"),
    )
    op.create_table(
        "recruitment_applications",
        sa.Column("person_id", sa.Text, nullable=False),
        sa.Column("batch_id", sa.Text, nullable=False),
        sa.Column("post_no", sa.Text, nullable=False),
        sa.Column("channel", sa.Text, nullable=False),
        sa.Column("name", sa.Text, nullable=False),
        sa.Column("filed_on", sa.Date, nullable=False),
        sa.Column("stage", sa.Text, nullable=False),
        sa.PrimaryKeyConstraint("person_id", "batch_id", name="pk_recruitment_applications"),
    )
    op.create_index(
        "ix_recruitment_applications_batch_id", "recruitment_applications", ["batch_id"]
    )


def downgrade() -> None:
    op.drop_table("recruitment_applications")
    op.drop_table("recruitment_places")
    op.drop_table("recruitment_batches")
