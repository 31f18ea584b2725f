"""Read models: person cards, assignments, leaders, unit versions."""

from datetime import date

import sqlalchemy as sa
from alembic import op

revision = "r001"
down_revision = "k002"
branch_labels = None
depends_on = None


def _text(name: str, *, optional: bool = False) -> sa.Column[str]:
    return sa.Column(name, sa.Text, nullable=optional)


def _day(name: str, *, optional: bool = False) -> sa.Column[date]:
    return sa.Column(name, sa.Date(), nullable=optional)


def upgrade() -> None:
    op.create_table(
        "person_cards",
        _text("person_id"),
        _text("name"),
        _text("sex"),
        _text("category"),
        _day("birth_on", optional=True),
        _text("police_number", optional=True),
        sa.PrimaryKeyConstraint("person_id", name="pk_person_cards"),
    )
    op.create_table(
        "unit_assignments",
        _text("person_id"),
        _day("effective_on"),
        _text("unit_id"),
        _text("position"),
        sa.PrimaryKeyConstraint("person_id", "effective_on", name="pk_unit_assignments"),
    )
    op.create_index("ix_unit_assignments_unit_id", "unit_assignments", ["unit_id"])
    op.create_table(
        "unit_leaders",
        _text("person_id"),
        _text("unit_id"),
        _day("from_on"),
        _day("until_on", optional=True),
        _text("role"),
        sa.PrimaryKeyConstraint("person_id", "unit_id", "from_on", name="pk_unit_leaders"),
    )
    op.create_index("ix_unit_leaders_unit_id", "unit_leaders", ["unit_id"])
    op.create_table(
        "unit_versions",
        _text("unit_id"),
        _day("from_on"),
        _text("name"),
        _text("kind"),
        _text("parent_id", optional=True),
        sa.Column("closed", sa.Boolean, nullable=False),
        sa.PrimaryKeyConstraint("unit_id", "from_on", name="pk_unit_versions"),
    )


def downgrade() -> None:
    for table in ("unit_versions", "unit_leaders", "unit_assignments", "person_cards"):
        op.drop_table(table)
