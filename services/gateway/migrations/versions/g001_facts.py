"""The insert-only copy of every event the gateway hears."""

import sqlalchemy as sa
from alembic import op

revision = "g001"
down_revision = "k002"
branch_labels = None
depends_on = None

_TEXTS = ("type", "stream_id", "subject", "actor", "correlation_id", "basis", "reason")
_IDS = ("event_id", "command_id")
_OPTIONAL_IDS = ("causation_id", "corrects", "revokes")


def upgrade() -> None:
    op.create_table(
        "facts",
        sa.Column("room", sa.Text, nullable=False),
        sa.Column("pos", sa.BigInteger, autoincrement=False, nullable=False),
        sa.Column("version", sa.Integer, nullable=False),
        sa.Column("subject_seq", sa.Integer, nullable=False),
        sa.Column("effective_on", sa.Date, nullable=False),
        sa.Column("recorded_at", sa.DateTime(timezone=True), nullable=False),
        *(sa.Column(name, sa.Text, nullable=False) for name in _TEXTS),
        *(sa.Column(name, sa.Uuid, nullable=False) for name in _IDS),
        *(sa.Column(name, sa.Uuid, nullable=True) for name in _OPTIONAL_IDS),
        sa.Column("data", sa.JSON, nullable=False),
        sa.Column("chain", sa.LargeBinary, nullable=False),
        sa.PrimaryKeyConstraint("room", "pos", name="pk_facts"),
    )
    # Counts a person's file in each room: a hole or a repetition cannot be stored unnoticed.
    op.create_index(
        "ix_facts_subject_room_subject_seq",
        "facts",
        ["subject", "room", "subject_seq"],
        unique=True,
    )
    op.create_index("ix_facts_event_id", "facts", ["event_id"], unique=True)


def downgrade() -> None:
    op.drop_table("facts")
