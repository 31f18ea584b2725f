"""The event store: head, events (append-only), commands, and the two calls an append makes."""

import sqlalchemy as sa
from alembic import op

revision = "k001"
down_revision = None
branch_labels = None
depends_on = None

LOCK_HEAD = """
-- Takes the head row, then looks: a volatile function reads with a fresh snapshot after the wait,
-- so versions and commands are those of everything committed before us.
create function lock_head(streams text[], subjects text[], command_ids uuid[])
returns table (
  pos bigint, chain bytea, recorded_at timestamptz, versions int[], seqs int[], done json
)
language plpgsql volatile as $$
declare h head%rowtype;
begin
  select * into strict h from head where singleton for update;
  return query select
    h.pos, h.chain, greatest(clock_timestamp(), h.recorded_at),
    array(
      select coalesce((select max(e.version) from events e where e.stream_id = u.k), 0)
      from unnest(streams) with ordinality u(k, n) order by n
    ),
    array(
      select coalesce((select max(e.subject_seq) from events e where e.subject = u.k), 0)
      from unnest(subjects) with ordinality u(k, n) order by n
    ),
    (
      select json_agg(json_build_array(c.command_id, encode(c.body_digest, 'hex'), c.receipt))
      from commands c where c.command_id = any(command_ids)
    );
end $$;
"""

KNOWN_POS = """
-- The last position recorded at or before an instant: recorded_at never runs backwards along pos,
-- so halving finds it without an index.
create function known_pos(instant timestamptz) returns bigint
language plpgsql stable as $$
declare low bigint := 0; high bigint; mid bigint; at timestamptz;
begin
  select h.pos into high from head h where h.singleton;
  while low < high loop
    mid := (low + high + 1) / 2;
    select e.recorded_at into at from events e where e.pos = mid;
    if at <= instant then low := mid; else high := mid - 1; end if;
  end loop;
  return low;
end $$;
"""

APPEND_ONLY = """
create function refuse_change() returns trigger language plpgsql as $$
begin
  raise exception '% on % refused: the log is append-only', tg_op, tg_table_name
    using errcode = 'insufficient_privilege';
end $$;
create trigger events_append_only before update or delete on events
  for each row execute function refuse_change();
create trigger events_no_truncate before truncate on events
  for each statement execute function refuse_change();
create trigger commands_append_only before update or delete on commands
  for each row execute function refuse_change();
create trigger commands_no_truncate before truncate on commands
  for each statement execute function refuse_change();
"""


def upgrade() -> None:
    settings = op.get_context().config
    algorithm = settings.attributes.get("algorithm", "sha256") if settings else "sha256"
    op.create_table(
        "head",
        sa.Column("singleton", sa.Boolean, nullable=False),
        sa.Column("store_id", sa.Uuid, nullable=False),
        sa.Column("algorithm", sa.Text, nullable=False),
        sa.Column("pos", sa.BigInteger, nullable=False),
        sa.Column("chain", sa.LargeBinary, nullable=False),
        sa.Column("recorded_at", sa.DateTime(timezone=True), nullable=False),
        sa.PrimaryKeyConstraint("singleton", name="pk_head"),
        sa.CheckConstraint("singleton", name="ck_head_one_row"),
        sa.CheckConstraint("algorithm in ('sha256', 'sm3')", name="ck_head_algorithm"),
    )
    _create_events()
    op.create_table(
        "commands",
        sa.Column("command_id", sa.Uuid, nullable=False),
        sa.Column("body_digest", sa.LargeBinary, nullable=False),
        sa.Column("receipt", sa.JSON, nullable=False),
        sa.PrimaryKeyConstraint("command_id", name="pk_commands"),
    )
    op.execute(
        sa.text(
            "insert into head values (true, gen_random_uuid(), :algorithm, 0, "
            "decode(repeat('00', 32), 'hex'), '-infinity')"
        ).bindparams(algorithm=algorithm)
    )
    for statement in (LOCK_HEAD, KNOWN_POS, APPEND_ONLY):
        for part in _statements(statement):
            op.execute(sa.text(part))


def _create_events() -> None:
    op.create_table(
        "events",
        sa.Column("pos", sa.BigInteger, autoincrement=False, nullable=False),
        sa.Column("event_id", sa.Uuid, nullable=False),
        sa.Column("type", sa.Text, nullable=False),
        sa.Column("stream_id", sa.Text, nullable=False),
        sa.Column("version", sa.Integer, nullable=False),
        sa.Column("subject", sa.Text, nullable=False),
        sa.Column("subject_seq", sa.Integer, nullable=False),
        sa.Column("effective_on", sa.Date, nullable=False),
        sa.Column("recorded_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("actor", sa.Text, nullable=False),
        sa.Column("command_id", sa.Uuid, nullable=False),
        sa.Column("correlation_id", sa.Text, nullable=False),
        sa.Column("causation_id", sa.Uuid, nullable=True),
        sa.Column("corrects", sa.Uuid, nullable=True),
        sa.Column("revokes", sa.Uuid, nullable=True),
        sa.Column("basis", sa.Text, nullable=False),
        sa.Column("reason", sa.Text, nullable=False),
        sa.Column("data", sa.JSON, nullable=False),
        sa.Column("chain", sa.LargeBinary, nullable=False),
        sa.PrimaryKeyConstraint("pos", name="pk_events"),
        sa.UniqueConstraint("event_id", name="uq_events_event_id"),
        sa.UniqueConstraint("stream_id", "version", name="uq_events_stream_id_version"),
        sa.UniqueConstraint("subject", "subject_seq", name="uq_events_subject_subject_seq"),
    )


def _statements(script: str) -> list[str]:
    """One statement at a time for statement; function bodies keep their semicolons."""
    parts, inside = [], False
    current: list[str] = []
    for line in script.splitlines():
        current.append(line.replace(":=", r"\:="))
        inside ^= line.count("$$") % 2 == 1
        if not inside and line.rstrip().endswith(";"):
            parts.append("\n".join(current))
            current = []
    return parts


def downgrade() -> None:
    for table in ("commands", "events", "head"):
        op.drop_table(table)
    op.execute("drop function lock_head(text[], text[], uuid[])")
    op.execute("drop function known_pos(timestamptz)")
    op.execute("drop function refuse_change()")
