"""Read models: service periods, responsible officers, quotas, managing offices.

They are empty until `./jingheng rebuild roster` has run, or their subjects are written to again.
"""

import sqlalchemy as sa
from alembic import op

revision = "r002"
down_revision = "r001"
branch_labels = None
depends_on = None


def _text(name: str, *, optional: bool = False) -> sa.Column[str]:
    return sa.Column(name, sa.Text, nullable=optional)


def upgrade() -> None:
    op.create_table(
        "service_periods",
        _text("person_id"),
        sa.Column("from_on", sa.Date(), nullable=False),
        sa.Column("last_day", sa.Date(), nullable=True),
        _text("category"),
        sa.PrimaryKeyConstraint("person_id", "from_on", name="pk_service_periods"),
    )
    op.create_table(
        "responsible_officers",
        _text("person_id"),
        sa.Column("from_on", sa.Date(), nullable=False),
        _text("officer_id", optional=True),
        sa.PrimaryKeyConstraint("person_id", "from_on", name="pk_responsible_officers"),
    )
    op.create_index("ix_responsible_officers_officer_id", "responsible_officers", ["officer_id"])
    op.create_table(
        "unit_quotas",
        _text("unit_id"),
        _text("category"),
        sa.Column("from_on", sa.Date(), nullable=False),
        sa.Column("places", sa.Integer, nullable=False),
        sa.PrimaryKeyConstraint("unit_id", "category", "from_on", name="pk_unit_quotas"),
    )
    op.create_table(
        "unit_offices",
        _text("unit_id"),
        sa.Column("from_on", sa.Date(), nullable=False),
        _text("office_id"),
        sa.PrimaryKeyConstraint("unit_id", "from_on", name="pk_unit_offices"),
    )


def downgrade() -> None:
    for table in ("unit_offices", "unit_quotas", "responsible_officers", "service_periods"):
        op.drop_table(table)
