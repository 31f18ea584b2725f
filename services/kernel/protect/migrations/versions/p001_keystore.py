"""The keystore: wrapped keys, tombstones, generations; and who reveals how often in a day."""

import sqlalchemy as sa
from alembic import op

revision = "p001"
down_revision = None
branch_labels = None
depends_on = "k001"


def upgrade() -> None:
    op.create_table(
        "wrapped_keys",
        sa.Column("person_id", sa.Text, nullable=False),
        sa.Column("class", sa.Text, nullable=False),
        sa.Column("generation", sa.Integer, nullable=False),
        sa.Column("alg", sa.Text, nullable=False),
        sa.Column("wrapped", sa.LargeBinary, nullable=False),
        sa.PrimaryKeyConstraint("person_id", "class", name="pk_wrapped_keys"),
    )
    op.create_index("ix_wrapped_keys_generation", "wrapped_keys", ["generation"])
    op.create_table(
        "destroyed_keys",
        sa.Column("person_id", sa.Text, nullable=False),
        sa.Column("class", sa.Text, nullable=False),
        sa.PrimaryKeyConstraint("person_id", "class", name="pk_destroyed_keys"),
    )
    op.create_table(
        "kek_generations",
        sa.Column("generation", sa.Integer, autoincrement=False, nullable=False),
        sa.Column("retired", sa.Boolean, nullable=False, server_default="false"),
        sa.PrimaryKeyConstraint("generation", name="pk_kek_generations"),
    )
    # Asked at every reveal: how many has this caller had today?
    op.execute("create index ix_events_actor_recorded_at on events (actor, recorded_at)")


def downgrade() -> None:
    op.execute("drop index ix_events_actor_recorded_at")
    for table in ("kek_generations", "destroyed_keys", "wrapped_keys"):
        op.drop_table(table)
