"""Records a follower could not take, by named condition, and who mended it, how and why."""

import sqlalchemy as sa
from alembic import op

revision = "k004"
down_revision = "k003"
branch_labels = None
depends_on = None

TABLES = ("follow_stops", "follow_mendings")
# The trigger function is k001's.
CHANGES = """
create trigger {0}_append_only before update or delete on {0}
  for each row execute function refuse_change()
"""
TRUNCATES = """
create trigger {0}_no_truncate before truncate on {0}
  for each statement execute function refuse_change()
"""


def upgrade() -> None:
    op.create_table(
        "follow_stops",
        sa.Column("stop_id", sa.Uuid, nullable=False),
        sa.Column("follower", sa.Text, nullable=False),
        sa.Column("room", sa.Text, nullable=False),
        sa.Column("pos", sa.BigInteger, nullable=True),
        sa.Column("subject", sa.Text, nullable=True),
        sa.Column("condition", sa.Text, nullable=False),
        sa.Column("detail", sa.Text, nullable=False),
        sa.Column("chain", sa.LargeBinary, nullable=True),
        sa.Column("raw", sa.LargeBinary, nullable=False),
        sa.Column("found_at", sa.DateTime(timezone=True), nullable=False),
        sa.PrimaryKeyConstraint("stop_id", name="pk_follow_stops"),
    )
    op.create_index("ix_follow_stops_subject", "follow_stops", ["subject"])
    op.create_table(
        "follow_mendings",
        sa.Column("stop_id", sa.Uuid, nullable=False),
        sa.Column("how", sa.Text, nullable=False),
        sa.Column("mended_by", sa.Text, nullable=False),
        sa.Column("reason", sa.Text, nullable=False),
        sa.Column("mended_at", sa.DateTime(timezone=True), nullable=False),
        sa.PrimaryKeyConstraint("stop_id", name="pk_follow_mendings"),
        sa.ForeignKeyConstraint(
            ["stop_id"], ["follow_stops.stop_id"], name="fk_follow_mendings_stop_id_follow_stops"
        ),
        sa.CheckConstraint("reason <> '' and mended_by <> ''", name="ck_follow_mendings_said"),
    )
    for table in TABLES:
        for statement in (CHANGES, TRUNCATES):
            op.execute(statement.format(table))


def downgrade() -> None:
    for table in reversed(TABLES):
        op.drop_table(table)
