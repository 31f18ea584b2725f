"""Two answers about one person compared: what changed, and which facts, corrections, rules did it.

Pure.
"""

from collections.abc import Iterable, Iterator
from typing import Any

import msgspec

from services.gateway.decision.decision import Decision
from services.gateway.decision.dossier import Dossier
from services.gateway.decision.finding import Cited, cite
from services.kernel.fact import Fact
from services.kernel.policy import Policy
from services.kernel.term import Term

_NOT_RESULT = {"findings", "evidence", "facts_sha256", "policies", "known_at", "as_of", "person"}


class Cause(Term):
    """How a fact came to count, or ceased to."""

    LEARNED = "learned", "后来得知"
    TOOK_EFFECT = "took_effect", "到生效日"
    RESTORED = "restored", "恢复"
    CORRECTED = "corrected", "被更正"
    REVOKED = "revoked", "被撤销"
    NOT_KNOWN = "not_known", "当时未知"
    NOT_YET = "not_yet", "尚未生效"


class Changed(msgspec.Struct, frozen=True, kw_only=True):
    """One part of the result; absent values are null."""

    field: str
    before: Any
    after: Any


class FactChange(msgspec.Struct, frozen=True, kw_only=True, omit_defaults=True):
    """A fact that counts in one answer only; `by` is the correction or revocation."""

    fact: Cited
    cause: Cause
    by: Cited | None = None


class Difference(msgspec.Struct, frozen=True, kw_only=True):
    results: tuple[Changed, ...]
    findings: tuple[Changed, ...]  # By claim: met before and after.
    facts: tuple[FactChange, ...]
    rules: tuple[Changed, ...]  # By path in the policy file.


def difference(
    before: tuple[Decision, Dossier], after: tuple[Decision, Dossier], policies: Iterable[Policy]
) -> Difference:
    """`policies` holds every policy that either decision used, as far as rules are to be named."""
    old, new = before[0], after[0]
    by_hash = {policy.sha256: policy for policy in policies}
    return Difference(
        results=tuple(_results(old, new)),
        findings=tuple(_findings(old, new)),
        facts=tuple(_facts(before[1], after[1])),
        rules=tuple(_rules(old, new, by_hash)),
    )


def _results(old: Decision, new: Decision) -> Iterator[Changed]:
    left, right = msgspec.to_builtins(old), msgspec.to_builtins(new)
    for name in sorted(left.keys() | right.keys()):
        if name not in _NOT_RESULT and left.get(name) != right.get(name):
            yield Changed(field=name, before=left.get(name), after=right.get(name))


def _findings(old: Decision, new: Decision) -> Iterator[Changed]:
    left = {f.claim: f.met for f in old.findings}
    right = {f.claim: f.met for f in new.findings}
    for claim in dict.fromkeys([*left, *right]):
        if left.get(claim) != right.get(claim):
            yield Changed(field=claim, before=left.get(claim), after=right.get(claim))


def _facts(old: Dossier, new: Dossier) -> Iterator[FactChange]:
    left = {f.event_id: f for f in old.facts}
    right = {f.event_id: f for f in new.facts}
    for event_id, fact in right.items():
        if event_id not in left:
            yield _came(fact, old)
    for event_id, fact in left.items():
        if event_id not in right:
            yield _went(fact, new)


def _came(fact: Fact, old: Dossier) -> FactChange:
    if fact.event_id not in old.known:
        cause = Cause.LEARNED
    elif any(f.event_id == fact.event_id for f in old.ahead):
        cause = Cause.TOOK_EFFECT
    else:
        cause = Cause.RESTORED
    return FactChange(fact=cite([fact])[0], cause=cause)


def _went(fact: Fact, new: Dossier) -> FactChange:
    mended = next((f for f in new.known.values() if fact.event_id in (f.corrects, f.revokes)), None)
    if fact.event_id not in new.known:
        cause = Cause.NOT_KNOWN
    elif mended is None:
        cause = Cause.NOT_YET
    else:
        cause = Cause.CORRECTED if mended.corrects == fact.event_id else Cause.REVOKED
    by = cite([mended])[0] if mended is not None and cause is not Cause.NOT_KNOWN else None
    return FactChange(fact=cite([fact])[0], cause=cause, by=by)


def _rules(old: Decision, new: Decision, policies: dict[str, Policy]) -> Iterator[Changed]:
    """The policy of the question, value by value."""
    if not old.policies or not new.policies or old.policies[0] == new.policies[0]:
        return
    yield from rules_between(
        policies.get(old.policies[0].sha256), policies.get(new.policies[0].sha256)
    )


def rules_between(left: Policy | None, right: Policy | None) -> Iterator[Changed]:
    """Every value that is another one, by path in the policy file."""
    before = dict(_values(left)) if left is not None else {}
    after = dict(_values(right)) if right is not None else {}
    for path in sorted(before.keys() | after.keys()):
        if before.get(path) != after.get(path):
            yield Changed(field=path, before=before.get(path), after=after.get(path))


def _values(policy: Policy) -> Iterator[tuple[str, Any]]:
    for version in policy.versions:
        yield from _flat(msgspec.json.decode(version.content), "")


def _flat(tree: Any, path: str) -> Iterator[tuple[str, Any]]:  # noqa: ANN401  any tree
    if isinstance(tree, dict):
        for key, value in tree.items():
            yield from _flat(value, f"{path}.{key}" if path else key)
    else:
        yield path, tree
