"""Where several followers of one name put by what they have read ahead of the place."""

import sqlalchemy as sa
from alembic import op

revision = "k005"
down_revision = "k004"
branch_labels = None
depends_on = None


def upgrade() -> None:
    # Unlogged, both: after a crash they are empty together, and all is read again from the place.
    op.create_table(
        "followed_partitions",
        sa.Column("follower", sa.Text, nullable=False),
        sa.Column("room", sa.Text, nullable=False),
        sa.Column("partition", sa.Integer, nullable=False),
        sa.Column("since", sa.Uuid, nullable=False, server_default=sa.text("gen_random_uuid()")),
        sa.Column("count", sa.BigInteger, nullable=False, server_default="0"),
        sa.Column("recorded_at", sa.DateTime(timezone=True), nullable=True),
        sa.PrimaryKeyConstraint("follower", "room", "partition", name="pk_followed_partitions"),
        prefixes=["UNLOGGED"],
    )
    op.create_table(
        "followed_ahead",
        sa.Column("follower", sa.Text, nullable=False),
        sa.Column("room", sa.Text, nullable=False),
        sa.Column("partition", sa.Integer, nullable=False),
        sa.Column("number", sa.BigInteger, nullable=False),
        sa.Column("pos", sa.BigInteger, nullable=False),
        sa.Column("item", sa.LargeBinary, nullable=False),
        sa.PrimaryKeyConstraint(
            "follower", "room", "partition", "number", name="pk_followed_ahead"
        ),
        prefixes=["UNLOGGED"],
    )


def downgrade() -> None:
    op.drop_table("followed_ahead")
    op.drop_table("followed_partitions")
