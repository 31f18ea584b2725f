"""The certificate of a released pay slip: one document that is checked without us. Pure.

What its members mean and how they are checked: `docs/certificate.md`.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Any, Literal

from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
from cryptography.hazmat.primitives.serialization import Encoding, PublicFormat
from pydantic import BaseModel

from services.gateway.record.certificate import (
    CertifiedCheckpoint,
    LinkedEvent,
    Seal,
    linked,
)
from services.kernel.event import Recorded
from services.kernel.policy import ChoiceFile, PolicyKind, Shelf

FORMAT: Literal["jingheng.pay_slip_certificate.v1"] = "jingheng.pay_slip_certificate.v1"
Linked = tuple[Recorded, bytes | None]  # An event, and the link before it.


class RuleVersion(BaseModel):
    """One version of a pay policy; all of them, in order, have the slip's `rules_sha256`."""

    policy: str
    layer: Literal["law", "bureau"]
    effective_from: str
    content: str


class SlipCertificate(BaseModel):
    format: Literal["jingheng.pay_slip_certificate.v1"]
    person: str
    run_id: str
    month: str
    slip: str  # Canonical JSON, to the byte.
    slip_sha256: str
    record: LinkedEvent  # The event that drew the slip.
    opening: LinkedEvent  # Of its run: what was known, by which rules.
    release: LinkedEvent  # Of its run: from here on it was paid.
    earlier: list[LinkedEvent]  # Closed slips of the person that it goes on from, by month.
    evidence: list[LinkedEvent]  # By room and sequence.
    rules: list[RuleVersion]  # Every version of every pay policy there was for the run.
    checkpoints: list[CertifiedCheckpoint]
    seal: Seal


@dataclass(frozen=True, slots=True)
class SlipParts:
    """Everything that goes into it; `data` is the payload of the event that drew the slip."""

    run_id: str
    data: Any
    record: Linked
    opening: Linked
    release: Linked
    earlier: Sequence[Linked]
    evidence: Sequence[Linked]
    rules: Sequence[RuleVersion]
    checkpoints: Sequence[CertifiedCheckpoint]

    def links(self) -> list[Linked]:
        """In the order of the seal."""
        return [self.record, self.opening, self.release, *self.earlier, *self.evidence]


def rule_versions(shelf: Shelf, kinds: Sequence[PolicyKind]) -> list[RuleVersion]:
    """In the order that the digest of pay rules is taken in."""
    return [
        RuleVersion(
            policy=kind.name,
            layer="bureau" if isinstance(version.model, ChoiceFile) else "law",
            effective_from=version.effective_from.isoformat(),
            content=version.content.decode(),
        )
        for kind in kinds
        for layer in ("law", "bureau")
        for version in shelf.layers.get((kind.name, layer), ())
    ]


def slip_certificate(parts: SlipParts, key: Ed25519PrivateKey) -> SlipCertificate:
    """Under the gateway's seal. Raises Refused where a link cannot be made again."""
    bare = SlipCertificate(
        format=FORMAT,
        person=parts.record[0].subject,
        run_id=parts.run_id,
        month=parts.data.month,
        slip=parts.data.slip,
        slip_sha256=parts.data.slip_sha256,
        record=linked(*parts.record),
        opening=linked(*parts.opening),
        release=linked(*parts.release),
        earlier=[linked(*one) for one in parts.earlier],
        evidence=[linked(*one) for one in parts.evidence],
        rules=list(parts.rules),
        checkpoints=list(parts.checkpoints),
        seal=Seal(key="", signature=""),
    )
    public = key.public_key().public_bytes(Encoding.Raw, PublicFormat.Raw).hex()
    chains = [event.chain.hex() for event, _ in parts.links()]
    signature = key.sign("\n".join(_sealed(bare, chains)).encode()).hex()
    return bare.model_copy(update={"seal": Seal(key=public, signature=signature)})


def _sealed(found: SlipCertificate, chains: Sequence[str]) -> Iterator[str]:
    """The lines that the seal is over."""
    yield from (found.format, found.person, found.run_id, found.month, found.slip_sha256)
    events = [found.record, found.opening, found.release, *found.earlier, *found.evidence]
    for one, chain in zip(events, chains, strict=True):
        yield f"{one.room} {one.algorithm} {one.before} {chain}"
