"""The independent verifier reads the end of a history as `witness close` writes it."""

from dataclasses import replace
from datetime import timedelta

import pytest

from services.kernel.store.postgres import LogHead
from services.kernel.witness import public_key, sign, sign_closing, signing_key
from tests.kernel.tamper import KINDS, LENGTH
from tests.verifier.test_verify_log import AT, LOG, STORE, lines, seen, verifier, written


@pytest.fixture(scope="module")
def key(tmp_path_factory):
    file = tmp_path_factory.mktemp("witness") / "key"
    return signing_key(file), public_key(file)


def test_a_closing_ends_what_was_seen_before_it_and_is_told(key):
    """As `witness close` writes it, read by a program that shares nothing with it."""
    rolled = KINDS["rolled back and gone on"].make(LOG)
    old = seen(key)
    later = AT + timedelta(seconds=1)
    head = LogHead(STORE, "sha256", len(rolled), rolled[-1].chain, AT)
    told = {"saw": LENGTH, "restored_on": "2026-02-01", "by": "张三", "reason": "硬盘损坏"}

    def with_closing(after: int, **changed) -> dict:
        closing = sign_closing(
            key[0], sign(key[0], "training", head, later), closes_after=after, **told
        )
        lines_ = written([*old, replace(closing, **changed)])
        return verifier.verify(lines(rolled), lines_, key[1])

    good = with_closing(10)
    assert good["ok"], good
    assert "closed by 张三" in good["notes"][-1]
    assert not verifier.verify(lines(rolled), written(old), key[1])["ok"]
    assert with_closing(15)["wrong"]["since"] == 11  # Says that more is shared than is.
    for forged in ({"reason": "x"}, {"closes_after": 3}, {"by": "x"}, {"at": "2027"}):
        assert "not signed" in with_closing(10, **forged)["wrong"]["problem"]
    unsigned = written([*old, sign_closing(key[0], old[-1], closes_after=10, **told)])
    found = verifier.verify(lines(rolled), unsigned)
    assert not found["ok"]
    assert any("do not count" in note for note in found["notes"])
    split = written([replace(sign_closing(key[0], old[-1], closes_after=1, **told), by="a\nb")])
    assert "no checkpoint" in verifier.verify(lines(rolled), split, key[1])["wrong"]["problem"]
