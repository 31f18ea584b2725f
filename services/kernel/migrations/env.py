"""Alembic's entry for every room: all of it is in services/kernel/migrate.py."""

from alembic import context

from services.kernel.migrate import run

run(context)
