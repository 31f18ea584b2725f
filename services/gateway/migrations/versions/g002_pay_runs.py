"""Read models of pay runs, and the bytes of their release files."""

import sqlalchemy as sa
from alembic import op

revision = "g002_pay_runs"
down_revision = "g001"
branch_labels = None
depends_on = None

_FEN = ("gross_fen", "own_fen", "tax_fen", "net_fen", "unit_fen")


def upgrade() -> None:
    op.create_table(
        "pay_runs",
        sa.Column("run_id", sa.Text, nullable=False),
        sa.Column("opened_pos", sa.BigInteger, nullable=False),
        sa.Column("month", sa.Text, nullable=False),
        sa.Column("scope", sa.Text, nullable=False),
        sa.Column("unit_id", sa.Text, nullable=True),
        sa.Column("category", sa.Text, nullable=False),
        sa.Column("first_month", sa.Text, nullable=False),
        sa.Column("stage", sa.Text, nullable=False),
        sa.PrimaryKeyConstraint("run_id", name="pk_pay_runs"),
    )
    op.create_table(
        "pay_slips",
        sa.Column("run_id", sa.Text, nullable=False),
        sa.Column("person_id", sa.Text, nullable=False),
        sa.Column("month", sa.Text, nullable=False),
        sa.Column("unit_id", sa.Text, nullable=True),
        sa.Column("category", sa.Text, nullable=False),
        sa.Column("pos", sa.BigInteger, nullable=False),
        sa.Column("slip_sha256", sa.Text, nullable=True),
        sa.Column("outcome", sa.Text, nullable=False),
        sa.Column("withheld", sa.Boolean, nullable=False),
        *(sa.Column(name, sa.BigInteger, nullable=False) for name in _FEN),
        sa.Column("exceptions", sa.Text, nullable=False),
        sa.Column("open_exceptions", sa.Text, nullable=False),
        sa.PrimaryKeyConstraint("run_id", "person_id", name="pk_pay_slips"),
    )
    op.create_index("ix_pay_slips_person_id_month", "pay_slips", ["person_id", "month"])
    op.create_table(
        "pay_files",
        sa.Column("sha256", sa.Text, nullable=False),
        sa.Column("content", sa.LargeBinary, nullable=False),
        sa.PrimaryKeyConstraint("sha256", name="pk_pay_files"),
    )


def downgrade() -> None:
    for table in ("pay_files", "pay_slips", "pay_runs"):
        op.drop_table(table)
