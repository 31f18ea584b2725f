"""Sealing: personal fields of one event under one person's key, so that the key can be destroyed.

Pure: keys and nonces are arguments. AES-256-GCM and SM4-GCM; the envelope says which.
"""

import hashlib
import hmac
from base64 import urlsafe_b64decode, urlsafe_b64encode
from dataclasses import dataclass
from datetime import date
from typing import Annotated, Literal
from uuid import UUID

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.ciphers import Cipher, algorithms, modes
from cryptography.hazmat.primitives.kdf.hkdf import HKDF
from pydantic import BaseModel, ConfigDict, Field

from services.kernel.protect.classes import FieldClass

Algorithm = Literal["aes-256-gcm", "sm4-gcm"]
KEY_BYTES, NONCE_BYTES, TAG_BYTES, MARK_BYTES = 32, 12, 16, 16
_CIPHERS = {"aes-256-gcm": (algorithms.AES, 32), "sm4-gcm": (algorithms.SM4, 16)}
_Text = Annotated[str, Field(pattern=r"^[A-Za-z0-9_-]+$", max_length=8000)]


class SealBroken(Exception):
    """Not what was sealed there: moved from elsewhere, changed, or under another key."""


class SealedSection(BaseModel):
    """What the log, the feed, Kafka and every copy hold of sealed fields."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    alg: Algorithm
    # Tells whether two sections of one file say the same, by the person's key: gone with it.
    mark: _Text
    text: _Text  # Nonce, ciphertext and tag, in base64url.


@dataclass(frozen=True, slots=True)
class Place:
    """Where a section belongs; in another place it does not open."""

    room: str
    person_id: str
    type: str
    effective_on: date
    command_id: UUID  # Known before the event has an id, and attested beside it.
    of: FieldClass

    def attested(self, alg: str) -> bytes:
        """Netstrings, so that no two places give the same bytes."""
        parts = (
            self.room,
            self.person_id,
            self.type,
            str(self.effective_on),
            str(self.command_id),
            self.of.value,
            alg,
        )
        return "".join(f"{len(part)}:{part}," for part in parts).encode()


def seal(key: bytes, nonce: bytes, plain: bytes, place: Place, alg: Algorithm) -> SealedSection:
    """`key`: the person's, for the class; `nonce`: random, never used twice with it."""
    text = encrypt(derived(key, alg), nonce, plain, place.attested(alg), alg)
    mark = hmac.digest(derived(key, "mark"), place.type.encode() + b"\n" + plain, "sha256")
    return SealedSection(alg=alg, mark=to_text(mark[:MARK_BYTES]), text=to_text(text))


def unseal(key: bytes, section: SealedSection, place: Place) -> bytes:
    """Raises SealBroken."""
    text = from_text(section.text)
    return decrypt(derived(key, section.alg), text, place.attested(section.alg), section.alg)


def encrypt(key: bytes, nonce: bytes, plain: bytes, attested: bytes, alg: Algorithm) -> bytes:
    """Nonce, ciphertext, tag."""
    kind, size = _CIPHERS[alg]
    one = Cipher(kind(key[:size]), modes.GCM(nonce)).encryptor()
    one.authenticate_additional_data(attested)
    return nonce + one.update(plain) + one.finalize() + one.tag


def decrypt(key: bytes, text: bytes, attested: bytes, alg: Algorithm) -> bytes:
    """Raises SealBroken."""
    if len(text) < NONCE_BYTES + TAG_BYTES:
        raise SealBroken("too short to be a sealed text")
    kind, size = _CIPHERS[alg]
    nonce, tag = text[:NONCE_BYTES], text[-TAG_BYTES:]
    one = Cipher(kind(key[:size]), modes.GCM(nonce, tag)).decryptor()
    one.authenticate_additional_data(attested)
    try:
        return one.update(text[NONCE_BYTES:-TAG_BYTES]) + one.finalize()
    except InvalidTag:
        raise SealBroken("it was not sealed there, or not under this key") from None


def derived(key: bytes, purpose: str) -> bytes:
    """One key a purpose: no key is used in two ways."""
    return HKDF(hashes.SHA256(), KEY_BYTES, None, f"jingheng {purpose}".encode()).derive(key)


def blind_index(key: bytes, kind: str, value: str) -> bytes:
    """Finds a whole value without holding it; `key` is kept outside the database."""
    return hmac.digest(key, f"{kind}\n{value}".encode(), hashlib.sha256)


def to_text(data: bytes) -> str:
    return urlsafe_b64encode(data).decode().rstrip("=")


def from_text(text: str) -> bytes:
    return urlsafe_b64decode(text + "=" * (-len(text) % 4))
