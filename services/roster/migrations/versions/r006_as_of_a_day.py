"""Read models: who has left is nowhere; keys no longer say a category, which depends on the day.

Old rows are right once `./jingheng rebuild roster` has run, or the person is written to again.
"""

import sqlalchemy as sa
from alembic import op

revision = "r006"
down_revision = "r005"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.alter_column("unit_assignments", "unit_id", nullable=True)
    op.alter_column("unit_assignments", "position", nullable=True)
    op.drop_index("ix_person_keys_key_sort", "person_keys")
    op.drop_column("person_keys", "category")
    op.create_index("ix_person_keys_key_sort", "person_keys", ["key", "sort_key", "person_id"])
    columns = ["person_id", "from_on", "last_day", "category"]
    op.create_index("ix_service_periods_person_id", "service_periods", columns)


def downgrade() -> None:
    op.drop_index("ix_service_periods_person_id", "service_periods")
    op.execute("delete from unit_assignments where unit_id is null")
    op.alter_column("unit_assignments", "unit_id", nullable=False)
    op.alter_column("unit_assignments", "position", nullable=False)
    op.drop_index("ix_person_keys_key_sort", "person_keys")
    op.add_column(
        "person_keys", sa.Column("category", sa.Text, nullable=False, server_default="officer")
    )
    op.alter_column("person_keys", "category", server_default=None)
    columns = ["key", "sort_key", "person_id", "category"]
    op.create_index("ix_person_keys_key_sort", "person_keys", columns)
