"""Checkpoints: written only when the log has moved, signed, and refused when forged."""

import json
from dataclasses import asdict, replace
from datetime import UTC, datetime
from uuid import UUID

import pytest

from services.kernel.store.postgres import LogHead
from services.kernel.witness import (
    Checkpoint,
    Witness,
    is_genuine,
    read_checkpoints,
    sign,
    signing_key,
)

AT = datetime(2026, 1, 2, 3, 4, 5, tzinfo=UTC)


def head(pos: int, store: int = 1) -> LogHead:
    return LogHead(UUID(int=store), "sha256", pos, bytes([pos]) * 32, AT)


@pytest.fixture
def witness(tmp_path):
    return Witness(tmp_path / "w" / "roster.jsonl", tmp_path / "s" / "key", room="roster")


def lines(tmp_path) -> list[str]:
    return (tmp_path / "w" / "roster.jsonl").read_text().splitlines()


def test_a_checkpoint_says_what_the_head_was(witness, tmp_path):
    made = witness.note(head(3), AT)

    assert read_checkpoints(lines(tmp_path)) == [made]
    assert (made.room, made.store_id, made.pos) == ("roster", str(UUID(int=1)), 3)
    assert (made.chain, made.at) == ("03" * 32, "2026-01-02T03:04:05.000000Z")
    assert is_genuine(made, made.key)


def test_nothing_is_written_while_the_log_stands_still(witness, tmp_path):
    assert witness.note(head(0), AT) is None
    for pos in (1, 1, 2, 2, 1):  # Back to 1: a log that was rolled back is worth noting.
        witness.note(head(pos), AT)
    witness.note(head(1, store=2), AT)

    assert [one.pos for one in read_checkpoints(lines(tmp_path))] == [1, 2, 1, 1]


def test_a_line_cut_short_by_a_power_cut_does_not_swallow_the_next(witness, tmp_path):
    witness.note(head(1), AT)
    file = tmp_path / "w" / "roster.jsonl"
    file.write_text(file.read_text() + '{"room": "ros')
    witness.note(head(2), AT)

    whole = [line for line in lines(tmp_path) if line.endswith("}")]
    assert [one.pos for one in read_checkpoints(whole)] == [1, 2]


def test_the_key_is_made_once_and_for_its_owner_only(tmp_path):
    first = signing_key(tmp_path / "k")

    assert (tmp_path / "k").stat().st_mode & 0o777 == 0o600
    assert signing_key(tmp_path / "k").private_bytes_raw() == first.private_bytes_raw()


@pytest.mark.parametrize(
    ("field", "value"),
    [
        ("room", "training"),
        ("store_id", str(UUID(int=9))),
        ("algorithm", "sm3"),
        ("pos", 4),
        ("chain", "00" * 32),
        ("at", "2026-01-02T03:04:06.000000Z"),
        ("signature", "00" * 64),
        ("signature", "not hex"),
    ],
)
def test_any_change_breaks_the_signature(witness, field, value):
    made = witness.note(head(3), AT)

    assert not is_genuine(replace(made, **{field: value}), made.key)


def test_a_checkpoint_signed_with_the_forgers_own_key_is_not_genuine(witness, tmp_path):
    made = witness.note(head(3), AT)
    forged = sign(signing_key(tmp_path / "forger"), "roster", head(3), AT)

    assert is_genuine(forged, forged.key)  # Consistent in itself,
    assert not is_genuine(forged, made.key)  # but not by the key the asker trusts.


@pytest.mark.parametrize("line", ["{", '{"room": "x"}', json.dumps({"more": 1})])
def test_a_line_that_is_no_checkpoint_is_a_value_error(line):
    with pytest.raises(ValueError):
        read_checkpoints([line])


def test_empty_lines_are_passed_over(witness):
    made = witness.note(head(3), AT)

    assert read_checkpoints(["", json.dumps(asdict(made)), "\n"]) == [made]
    assert Checkpoint(**asdict(made)) == made
