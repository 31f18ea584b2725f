"""What is sealed opens in its own place under its own key, and nowhere else."""

from dataclasses import replace
from datetime import date
from uuid import UUID

import pytest
from cryptography.hazmat.primitives.ciphers import Cipher, algorithms, modes
from hypothesis import given
from hypothesis import strategies as st

from services.kernel.protect.classes import FieldClass
from services.kernel.protect.sealing import (
    Place,
    SealBroken,
    blind_index,
    decrypt,
    derived,
    from_text,
    seal,
    to_text,
    unseal,
)

KEY, NONCE = bytes(range(32)), bytes(12)
PLACE = Place(
    "roster", "p1", "roster.contact_recorded.v1", date(2020, 1, 1), UUID(int=7), FieldClass.S3
)
ELSEWHERE = {
    "room": "training",
    "person_id": "p2",
    "type": "roster.identity_recorded.v1",
    "effective_on": date(2020, 1, 2),
    "command_id": UUID(int=8),
    "of": FieldClass.S4,
}
ALGORITHMS = ("aes-256-gcm", "sm4-gcm")


@pytest.mark.parametrize("alg", ALGORITHMS)
def test_there_and_back_and_nowhere_else(alg):
    section = seal(KEY, NONCE, "虚构".encode(), PLACE, alg)
    assert unseal(KEY, section, PLACE) == "虚构".encode()

    for name, other in ELSEWHERE.items():
        with pytest.raises(SealBroken):
            unseal(KEY, section, replace(PLACE, **{name: other}))
    with pytest.raises(SealBroken):
        unseal(bytes(32), section, PLACE)
    other_alg = next(one for one in ALGORITHMS if one != alg)
    with pytest.raises(SealBroken):
        unseal(KEY, section.model_copy(update={"alg": other_alg}), PLACE)


@given(st.binary(min_size=1, max_size=60), st.integers(0, 10_000), st.integers(1, 255))
def test_one_byte_changed_or_cut_is_seen(plain, at, change):
    section = seal(KEY, NONCE, plain, PLACE, "sm4-gcm")
    text = bytearray(from_text(section.text))
    text[at % len(text)] ^= change
    for forged in (bytes(text), bytes(text[:-1]), bytes(text[:20])):
        with pytest.raises(SealBroken):
            unseal(KEY, section.model_copy(update={"text": to_text(forged)}), PLACE)


def test_two_seals_of_the_same_words_differ_and_their_marks_do_not():
    one = seal(KEY, NONCE, b"same", PLACE, "aes-256-gcm")
    two = seal(KEY, bytes([1] * 12), b"same", PLACE, "aes-256-gcm")
    other = seal(bytes(32), NONCE, b"same", PLACE, "aes-256-gcm")

    assert one.text != two.text
    assert one.mark == two.mark != other.mark


def test_sm4_is_the_sm4_of_gb_t_32907():
    """The standard's vector, so that the library's name means the cipher (domain.md 9)."""
    block = bytes.fromhex("0123456789abcdeffedcba9876543210")
    ecb = Cipher(algorithms.SM4(block), modes.ECB()).encryptor()  # noqa: S305  the vector is ECB

    assert (ecb.update(block) + ecb.finalize()).hex() == "681edf34d206965e86b3e94f536e4246"


def test_a_text_too_short_is_no_sealed_text():
    with pytest.raises(SealBroken):
        decrypt(KEY, b"short", b"", "aes-256-gcm")


def test_keys_are_not_used_for_two_things():
    assert len({derived(KEY, purpose) for purpose in ("mark", "digest", *ALGORITHMS)}) == 4
    assert blind_index(KEY, "id_number", "x") != blind_index(KEY, "phone", "x")
