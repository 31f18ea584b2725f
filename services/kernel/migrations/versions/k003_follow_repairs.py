"""Who let a follower drop what it had taken, from which position on, and why. Append-only."""

import sqlalchemy as sa
from alembic import op

revision = "k003"
down_revision = "k002"
branch_labels = None
depends_on = None

# The trigger function is k001's.
CHANGES = """
create trigger follow_repairs_append_only before update or delete on follow_repairs
  for each row execute function refuse_change()
"""
TRUNCATES = """
create trigger follow_repairs_no_truncate before truncate on follow_repairs
  for each statement execute function refuse_change()
"""


def upgrade() -> None:
    op.create_table(
        "follow_repairs",
        sa.Column("repair_id", sa.Uuid, nullable=False),
        sa.Column("follower", sa.Text, nullable=False),
        sa.Column("room", sa.Text, nullable=False),
        sa.Column("repaired_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("repaired_by", sa.Text, nullable=False),
        sa.Column("reason", sa.Text, nullable=False),
        sa.Column("from_pos", sa.BigInteger, nullable=False),
        sa.Column("dropped", sa.BigInteger, nullable=False),
        sa.Column("old_store_id", sa.Uuid, nullable=True),
        sa.Column("old_pos", sa.BigInteger, nullable=False),
        sa.Column("old_chain", sa.LargeBinary, nullable=False),
        sa.Column("new_store_id", sa.Uuid, nullable=False),
        sa.Column("new_chain", sa.LargeBinary, nullable=False),
        sa.Column("kept_in", sa.Text, nullable=False),
        sa.PrimaryKeyConstraint("repair_id", name="pk_follow_repairs"),
        sa.CheckConstraint("from_pos >= 1", name="ck_follow_repairs_from_pos"),
        sa.CheckConstraint("reason <> '' and repaired_by <> ''", name="ck_follow_repairs_said"),
    )
    for statement in (CHANGES, TRUNCATES):
        op.execute(statement)


def downgrade() -> None:
    op.drop_table("follow_repairs")
