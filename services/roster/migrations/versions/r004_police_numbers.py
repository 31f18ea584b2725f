"""Read models: who holds which police number from when to when, and which ID number (blind).

Empty until `./jingheng rebuild roster` has run, or a person is written to again; until then only
numbers recorded since are kept apart.
"""

import sqlalchemy as sa
from alembic import op

revision = "r004"
down_revision = "r003"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "police_numbers",
        sa.Column("person_id", sa.Text, nullable=False),
        sa.Column("from_on", sa.Date, nullable=False),
        sa.Column("number", sa.Text, nullable=False),
        sa.Column("last_day", sa.Date),
        sa.PrimaryKeyConstraint("person_id", "from_on", name="pk_police_numbers"),
    )
    op.create_index("ix_police_numbers_number", "police_numbers", ["number"])
    op.create_table(
        "identity_numbers",
        sa.Column("person_id", sa.Text, nullable=False),
        sa.Column("event_id", sa.Uuid, nullable=False),
        sa.Column("blind", sa.LargeBinary, nullable=False),
        sa.PrimaryKeyConstraint("person_id", "event_id", name="pk_identity_numbers"),
    )
    op.create_index("ix_identity_numbers_blind", "identity_numbers", ["blind"])


def downgrade() -> None:
    op.drop_table("identity_numbers")
    op.drop_table("police_numbers")
