"""Dated rules, law and choice apart: their versions, and which is in force on a day.

A version is in force from its own day on. Its identity is the SHA-256 of the content of both
layers, whatever their comments and order of keys. Knows nothing of what the rules are about.
"""

import hashlib
from bisect import bisect_right
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from typing import Annotated, Any, Generic, Literal, TypeVar

from pydantic import BaseModel, ConfigDict, Field

from services.kernel.errors import Kind, Refused, Text
from services.kernel.yaml_tree import Mistake, line_at

Value = TypeVar("Value")


class Clause(BaseModel):
    """A part of a policy file; unknown keys are mistakes."""

    model_config = ConfigDict(frozen=True, extra="forbid", strict=True)


Source = Annotated[str, Field(min_length=2, max_length=400)]


class Sourced(Clause, Generic[Value]):
    """One value and where it comes from: an article, `choice`, `practice`, `SEED:1` ..."""

    value: Value
    source: Source
    note: str = ""


class PolicyFile(Clause):
    """What every version says of itself."""

    policy: str
    effective_from: date
    title: Annotated[str, Field(min_length=1, max_length=200)]
    note: str = ""


class LawFile(PolicyFile):
    layer: Literal["law"]


class ChoiceFile(PolicyFile):
    layer: Literal["bureau"]
    bureau: str


@dataclass(frozen=True, slots=True)
class Beyond:
    """A value of a choice that the law does not leave open: where it stands, and what is."""

    path: tuple[str | int, ...]
    text: Text


@dataclass(frozen=True, slots=True)
class PolicyKind:
    """A policy by its folder name, and the models of its two layers."""

    name: str
    law: type[LawFile] | None
    choice: type[ChoiceFile] | None = None
    # What of a choice lies beyond the law of the same days; each bound of the law is asked here.
    beyond: Callable[[Any, Any], Iterable[Beyond]] | None = None


@dataclass(frozen=True, slots=True)
class Version:
    """One file, valid. `content` is its canonical form, which the identity is taken from."""

    source: str
    effective_from: date
    model: Any  # Of the class its kind names for this layer.
    content: bytes
    tree: Any = field(default=None, compare=False, repr=False)  # As read, with its lines.


@dataclass(frozen=True, slots=True)
class Policy:
    """What is in force on a day: the latest law and the latest choice of the bureau."""

    id: str  # police_rank@r0/1992-07-01+1992-07-01
    sha256: str
    law: Any
    choice: Any
    versions: tuple[Version, ...]


class NoPolicyInForce(Refused):
    """No version yet, or none of the bureau's own where the question cannot do without."""

    def __init__(self, name: str, day: date, first: date | None) -> None:
        zh = f"最早版本自 {first} 起" if first else "没有任何版本, 请先发布"
        en = f"the first is in force from {first}" if first else "there is no version: publish one"
        super().__init__(
            Kind.INVALID,
            "no_policy_in_force",
            Text(
                f"{day} 没有生效的 {name} 政策, {zh}",
                f"no {name} policy is in force on {day}; {en}",
            ),
        )


class NoChoice(NoPolicyInForce):
    """The law is there, and the bureau has not said what it leaves open."""

    def __init__(self, name: str, bureau: str) -> None:
        Refused.__init__(
            self,
            Kind.INVALID,
            "no_bureau_policy",
            Text(
                f"单位 {bureau} 没有自己的 {name} 政策 (policies/bureaus/{bureau}/{name}/), "
                "无从判定: 请先发布该政策",
                f"bureau {bureau} has no {name} policy of its own "
                f"(policies/bureaus/{bureau}/{name}/): publish one first",
            ),
        )


@dataclass(frozen=True)
class Shelf:
    """Every version a bureau decides by. Each layer's versions are in order of their first day."""

    bureau: str
    layers: Mapping[tuple[str, str], Sequence[Version]]  # By (policy, "law" or "bureau").
    _found: dict[tuple[str, int, int], Policy] = field(default_factory=dict, compare=False)

    def in_force(self, name: str, day: date) -> Policy:
        """Raises NoPolicyInForce before the first version of a layer that the policy has."""
        law, law_at = self._latest(name, "law", day)
        choice, choice_at = self._latest(name, "bureau", day)
        key = (name, law_at, choice_at)
        if key not in self._found:
            self._found[key] = _policy(name, self.bureau, law, choice)
        return self._found[key]

    def chosen(self, name: str, day: date) -> Policy:
        """For a question that needs the bureau's own choice; raises NoChoice where there is none.

        A policy that is all law has none to miss: ask `in_force`.
        """
        found = self.in_force(name, day)
        if found.choice is None:
            raise NoChoice(name, self.bureau)
        return found

    def _latest(self, name: str, layer: str, day: date) -> tuple[Version | None, int]:
        versions = self.layers.get((name, layer), ())
        at = bisect_right([v.effective_from for v in versions], day) - 1
        if versions and at < 0:
            raise NoPolicyInForce(name, day, versions[0].effective_from)
        if not versions and layer == "law" and not self.layers.get((name, "bureau")):
            raise NoPolicyInForce(name, day, None)
        return (versions[at] if versions else None), at

    def named(self, policy_id: str) -> Policy | None:
        """The policy of that id, of the versions that are here; also one no longer in force."""
        name = policy_id.rpartition("/")[0].partition("@")[0]
        laws = self.layers.get((name, "law")) or (None,)
        choices = self.layers.get((name, "bureau")) or (None,)
        pairs = ((law, choice) for law in laws for choice in choices if law or choice)
        found = (_policy(name, self.bureau, law, choice) for law, choice in pairs)
        return next((policy for policy in found if policy.id == policy_id), None)

    def beyond_law(self, kinds: Sequence[PolicyKind]) -> list[Mistake]:
        """Every choice that the law in force on one of its days does not leave open."""
        return [
            Mistake(choice.source, line_at(choice.tree, found.path), found.text)
            for kind in kinds
            if kind.beyond is not None
            for law, choice in self._side_by_side(kind.name)
            for found in kind.beyond(law.model, choice.model)
        ]

    def _side_by_side(self, name: str) -> Iterator[tuple[Version, Version]]:
        """The laws and choices of a policy that are in force together on some day."""
        laws, choices = (list(self.layers.get((name, layer), ())) for layer in ("law", "bureau"))
        for law, law_ends in zip(laws, [*laws[1:], None], strict=False):
            for choice, choice_ends in zip(choices, [*choices[1:], None], strict=False):
                begins = max(law.effective_from, choice.effective_from)
                ends = [one.effective_from for one in (law_ends, choice_ends) if one is not None]
                if all(begins < end for end in ends):
                    yield law, choice

    def with_version(self, name: str, layer: str, version: Version) -> "Shelf":
        """The same shelf with one version more, or another in its place: for trying a rule out."""
        others = [
            v
            for v in self.layers.get((name, layer), ())
            if v.effective_from != version.effective_from
        ]
        versions = sorted([*others, version], key=lambda v: v.effective_from)
        return Shelf(self.bureau, {**self.layers, (name, layer): versions})


def _policy(name: str, bureau: str, law: Version | None, choice: Version | None) -> Policy:
    versions = tuple(v for v in (law, choice) if v is not None)
    digest = hashlib.sha256()
    for version in versions:
        digest.update(b"%d:%s," % (len(version.content), version.content))
    days = "+".join(v.effective_from.isoformat() for v in versions)
    return Policy(
        id=f"{name}@{bureau}/{days}" if choice else f"{name}/{days}",
        sha256=digest.hexdigest(),
        law=law.model if law else None,
        choice=choice.model if choice else None,
        versions=versions,
    )
