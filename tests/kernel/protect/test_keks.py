"""Generations in a file: the newest wraps, any that is there unwraps, and only its own row."""

import pytest

from services.kernel.protect.classes import FieldClass
from services.kernel.protect.keks import Keks, KeksWrong, read, write
from services.kernel.protect.sealing import SealBroken

OLD, NEW = Keks({1: bytes(32)}), Keks({1: bytes(32), 2: bytes([7] * 32)})
OWNER = ("p1", FieldClass.S3)


def test_an_older_generation_opens_what_it_wrapped(tmp_path):
    write(tmp_path / "kek", OLD)
    wrapped = read(tmp_path / "kek").wrap(b"k" * 32, bytes(12), OWNER, "aes-256-gcm")
    write(tmp_path / "kek", NEW)
    keks = read(tmp_path / "kek")

    assert keks.newest == 2
    assert keks.unwrap(wrapped, 1, OWNER, "aes-256-gcm") == b"k" * 32
    assert (tmp_path / "kek").stat().st_mode & 0o777 == 0o600
    for generation, owner in ((2, OWNER), (1, ("p2", FieldClass.S3)), (1, ("p1", FieldClass.S4))):
        with pytest.raises(SealBroken):
            keks.unwrap(wrapped, generation, owner, "aes-256-gcm")
    with pytest.raises(SealBroken, match="generation 3"):
        keks.unwrap(wrapped, 3, OWNER, "aes-256-gcm")


@pytest.mark.parametrize("text", ["", "1\n", "x AAAA\n", "1 AAAA\n", "1 ÄÄ\n"])
def test_a_wrong_file_is_refused_without_its_content(tmp_path, text):
    (tmp_path / "kek").write_text(text)

    with pytest.raises(KeksWrong) as refused:
        read(tmp_path / "kek")
    assert "AAAA" not in str(refused.value)
