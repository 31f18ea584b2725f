"""Where this room has come to in the logs it follows, and what stopped it if anything did."""

import sqlalchemy as sa
from alembic import op

revision = "k002"
down_revision = "k001"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "followed",
        sa.Column("follower", sa.Text, nullable=False),
        sa.Column("room", sa.Text, nullable=False),
        sa.Column("store_id", sa.Uuid, nullable=True),
        sa.Column("pos", sa.BigInteger, nullable=False),
        sa.Column("chain", sa.LargeBinary, nullable=False),
        sa.Column("recorded_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("condition", sa.Text, nullable=True),
        sa.Column("detail", sa.Text, nullable=True),
        sa.PrimaryKeyConstraint("follower", "room", name="pk_followed"),
    )


def downgrade() -> None:
    op.drop_table("followed")
