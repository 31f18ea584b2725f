"""Read models: what people are found by, and the order of a telephone book.

The keys are empty until `./jingheng rebuild roster` has run, or a person is written to again.
"""

import sqlalchemy as sa
from alembic import op

revision = "r003"
down_revision = "r002"
branch_labels = None
depends_on = None


def upgrade() -> None:
    by_code = sa.Text(collation="C")
    # Until rebuilt the old cards are sorted by name.
    op.add_column("person_cards", sa.Column("sort_key", by_code, nullable=True))
    op.execute("update person_cards set sort_key = name")
    op.alter_column("person_cards", "sort_key", nullable=False)
    op.create_index("ix_person_cards_sort_key_person_id", "person_cards", ["sort_key", "person_id"])
    op.create_table(
        "person_keys",
        sa.Column("person_id", sa.Text, nullable=False),
        sa.Column("key", by_code, nullable=False),
        sa.Column("sort_key", by_code, nullable=False),
        sa.Column("category", sa.Text, nullable=False),
        sa.PrimaryKeyConstraint("person_id", "key", name="pk_person_keys"),
    )
    columns = ["key", "sort_key", "person_id", "category"]
    op.create_index("ix_person_keys_key_sort", "person_keys", columns)


def downgrade() -> None:
    op.drop_table("person_keys")
    op.drop_index("ix_person_cards_sort_key_person_id", "person_cards")
    op.drop_column("person_cards", "sort_key")
