"""The verifier loaded as its user runs it, and certificates made of cases without a database."""

import importlib.util
import json
import sys
from datetime import UTC, datetime
from pathlib import Path
from uuid import UUID

import msgspec
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey

from services.gateway.cases.case import Case
from services.gateway.cases.play import play, recorded
from services.gateway.decision.decision import Decision, canonical_bytes, sha256
from services.gateway.record.certificate import Certificate, certificate
from services.gateway.record.certify import policies_of
from services.gateway.record.events import DecisionRecorded
from services.kernel.chain import GENESIS, next_link
from services.kernel.event import Recorded
from services.kernel.policy import Shelf
from tests.kernel import samples

FOLDER = Path(__file__).parents[2] / "verifier"
PROGRAM = FOLDER / "verify_certificate.py"
AT = datetime(2099, 1, 1, tzinfo=UTC)
ROOMS = ("roster", "assessment", "training")
KEY = Ed25519PrivateKey.from_private_bytes(bytes(range(32)))


def load():
    """The verifier's main module; its neighbours are found beside it, as when it is run."""
    sys.path.insert(0, str(FOLDER))
    try:
        spec = importlib.util.spec_from_file_location("verify_certificate", PROGRAM)
        module = importlib.util.module_from_spec(spec)
        spec.loader.exec_module(module)
        return module
    finally:
        sys.path.remove(str(FOLDER))


def of_case(case: Case, shelf: Shelf) -> list[Certificate]:
    """One for each question of a case that was decided."""
    facts = recorded(case.facts)
    return [
        certified(facts, played.decision, shelf)
        for played in play(case, shelf).asks
        if played.decision is not None and played.ask.run is None
    ]


def certified(facts: list[Recorded], decision: Decision, shelf: Shelf) -> Certificate:
    known_at = decision.known_at
    known = [fact for fact in facts if known_at is None or fact.recorded_at <= known_at]
    evidence, ends = linked(known)
    data = DecisionRecorded(
        kind=decision.kind,
        outcome=decision.outcome.value,
        decision=canonical_bytes(decision).decode(),
        decision_sha256=sha256(decision),
        **{f"{room}_pos": ends[room][0] for room in ROOMS},
        **{f"{room}_chain": ends[room][1].hex() for room in ROOMS},
    )
    event = record(data, decision)
    policies = policies_of(shelf, decision.policies)
    return certificate(data, (event, GENESIS), evidence, policies, [], KEY)


def linked(facts: list[Recorded]):
    """The facts of each room chained by themselves, and where each log ends."""
    ends = dict.fromkeys(ROOMS, (0, GENESIS))
    evidence = []
    for fact in facts:
        before = ends[fact.room][1]
        chained = msgspec.structs.replace(fact, chain=next_link(before, fact))
        evidence.append((chained, before))
        ends[fact.room] = (fact.pos, chained.chain)
    return evidence, ends


def record(data: DecisionRecorded, decision: Decision) -> Recorded:
    event = samples.recorded(
        1,
        event=data,
        event_id=UUID(int=99),
        stream_id=f"decision-{decision.person}",
        subject=decision.person,
        effective_on=decision.as_of,
        recorded_at=AT,
        basis="engine",
    )
    return samples.relinked(event, GENESIS)


def edited(line: str, **data) -> str:
    """The same event with another payload, its link left as it was."""
    event = json.loads(line)
    event["data"] = event["data"] | data
    return json.dumps(event, ensure_ascii=False, separators=(",", ":"))
