"""What a certificate is gathered from: the very policies, and the first checkpoint that covers."""

import json
from dataclasses import asdict
from datetime import UTC, datetime
from uuid import UUID

import pytest

from services.gateway.decision.line import PolicyUsed
from services.gateway.record.certify import _first_covering, policies_of
from services.kernel.errors import Refused
from services.kernel.store.postgres import LogHead
from services.kernel.witness import sign, signing_key
from tests.gateway.on_file import DAY, SHELF


def test_another_or_a_missing_policy_is_refused():
    now = SHELF.in_force("police_rank", DAY("2024-06-01"))
    used = PolicyUsed(id=now.id, sha256=now.sha256)

    assert policies_of(SHELF, [used]) == [now]
    for other in (
        PolicyUsed(id=now.id, sha256="0" * 64),
        PolicyUsed(id="police_rank@r0/1900-01-01+1900-01-01", sha256=now.sha256),
        PolicyUsed(id="nonsense", sha256=now.sha256),
    ):
        with pytest.raises(Refused, match="policy_changed"):
            policies_of(SHELF, [other])


def test_the_earliest_checkpoint_that_covers_is_found_among_many_also_past_cut_lines(tmp_path):
    key, file = signing_key(tmp_path / "key"), tmp_path / "roster.jsonl"
    at = datetime(2026, 1, 1, tzinfo=UTC)
    places = [2, 3, 7, 8, 20, 31]
    lines = []
    for pos in places:
        head = LogHead(UUID(int=1), "sha256", pos, bytes([pos]) * 32, at)
        lines.append(json.dumps(asdict(sign(key, "roster", head, at))))
    for cut in ([], [0], [2], [5], [1, 3, 5]):
        text = "".join(
            ('{"room": "ros\n' if n in cut else "") + line + "\n" for n, line in enumerate(lines)
        )
        file.write_text(text + '{"room"' * (not cut))
        for wanted in range(1, 33):
            expected = next((pos for pos in places if pos >= wanted), None)
            found = _first_covering(file, wanted)
            assert (found and found.pos) == expected, (cut, wanted)

    assert _first_covering(tmp_path / "nothing.jsonl", 1) is None
    file.write_text("")
    assert _first_covering(file, 1) is None
