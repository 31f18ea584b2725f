"""The certificate of a recorded decision: one document that is checked without us. Pure.

What its members mean and how they are checked: `docs/certificate.md`.
"""

from collections.abc import Sequence
from typing import Any, Literal

from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
from cryptography.hazmat.primitives.serialization import Encoding, PublicFormat
from pydantic import BaseModel

from services.kernel.chain import HASHES, next_link
from services.kernel.cloudevent import to_json
from services.kernel.errors import Refused, conflict
from services.kernel.event import Recorded
from services.kernel.policy import ChoiceFile, Policy

FORMAT: Literal["jingheng.certificate.v1"] = "jingheng.certificate.v1"


class LinkedEvent(BaseModel):
    """One event as a line of its log, and the link before it, so that its own can be made again."""

    room: str
    algorithm: str
    before: str  # Hex.
    event: str  # The CloudEvent, as `./jingheng events export` writes it.


class PolicyLayer(BaseModel):
    """One version file: `content` is the text that the policy's hash is taken from."""

    layer: Literal["law", "bureau"]
    effective_from: str
    content: str


class CertifiedPolicy(BaseModel):
    id: str
    sha256: str
    layers: list[PolicyLayer]


class CertifiedCheckpoint(BaseModel):
    """As the witness signed it."""

    room: str
    store_id: str
    algorithm: str
    pos: int
    chain: str
    at: str
    key: str
    signature: str


class Seal(BaseModel):
    """Ed25519 by the gateway's witness key over what the certificate says."""

    key: str
    signature: str


class Certificate(BaseModel):
    format: Literal["jingheng.certificate.v1"]
    person: str
    kind: str
    decision: str  # Canonical JSON, to the byte.
    decision_sha256: str
    record: LinkedEvent
    evidence: list[LinkedEvent]  # By room and sequence.
    policies: list[CertifiedPolicy]  # The policy of the question first.
    checkpoints: list[CertifiedCheckpoint]  # The first that covers the positions, by room.
    seal: Seal


def linked(event: Recorded, before: bytes | None) -> LinkedEvent:
    """Raises Refused where the link cannot be made again: that is no evidence."""
    found = None
    if before is not None:
        found = next((h for h in HASHES if next_link(before, event, h) == event.chain), None)
    if before is None or found is None:
        raise unlinked(event)
    return LinkedEvent(
        room=event.room, algorithm=found, before=before.hex(), event=to_json(event).decode()
    )


def unlinked(event: Recorded) -> Refused:
    where = f"{event.room} {event.pos}"
    return conflict(
        "evidence_broken",
        f"{where} 处的链接无法重算，不出具证书；请先运行 ./jingheng verify",
        f"the link of the event at {where} cannot be made again, so nothing is certified: "
        "run ./jingheng verify",
    )


def certified(policy: Policy) -> CertifiedPolicy:
    return CertifiedPolicy(
        id=policy.id,
        sha256=policy.sha256,
        layers=[
            PolicyLayer(
                layer="bureau" if isinstance(version.model, ChoiceFile) else "law",
                effective_from=version.effective_from.isoformat(),
                content=version.content.decode(),
            )
            for version in policy.versions
        ],
    )


def certificate(
    data: Any,  # noqa: ANN401  DecisionRecorded or its lean twin
    record: tuple[Recorded, bytes | None],
    evidence: Sequence[tuple[Recorded, bytes | None]],
    policies: Sequence[Policy],
    checkpoints: Sequence[CertifiedCheckpoint],
    key: Ed25519PrivateKey,
) -> Certificate:
    """Everything in one document, under the gateway's seal."""
    event, before = record
    bare = Certificate(
        format=FORMAT,
        person=event.subject,
        kind=data.kind,
        decision=data.decision,
        decision_sha256=data.decision_sha256,
        record=linked(event, before),
        evidence=[linked(fact, link) for fact, link in evidence],
        policies=[certified(policy) for policy in policies],
        checkpoints=list(checkpoints),
        seal=Seal(key="", signature=""),
    )
    public = key.public_key().public_bytes(Encoding.Raw, PublicFormat.Raw).hex()
    chains = [event.chain.hex(), *(fact.chain.hex() for fact, _ in evidence)]
    signature = key.sign(sealed_text(bare, chains).encode()).hex()
    return bare.model_copy(update={"seal": Seal(key=public, signature=signature)})


def sealed_text(found: Certificate, chains: Sequence[str]) -> str:
    """What the seal is over; `chains` are the links of the record and of each fact, in order."""
    events = zip([found.record, *found.evidence], chains, strict=True)
    return "\n".join(
        (
            found.format,
            found.person,
            found.kind,
            found.decision_sha256,
            *(f"{one.room} {one.algorithm} {one.before} {chain}" for one, chain in events),
            *(f"{policy.id} {policy.sha256}" for policy in found.policies),
        )
    )
