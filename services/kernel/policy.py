"""Dated rules: read, validate and choose the version in force on a day, law and choice apart.

    <directory>/law/<policy>/<effective_from>.yaml                 what no bureau may change
    <directory>/bureaus/<bureau>/<policy>/<effective_from>.yaml    what a bureau has chosen

A version is in force from its own day on. Its identity is the SHA-256 of the content of both
layers, whatever their comments and order of keys. Knows nothing of what the rules are about.
"""

import hashlib
from bisect import bisect_right
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from pathlib import Path
from typing import Annotated, Any, Generic, Literal, TypeVar, get_args

from pydantic import BaseModel, ConfigDict, Field

from services.kernel.errors import Kind, Refused, Text
from services.kernel.tree_model import allowed_list, canonical_json, nearest, validated
from services.kernel.yaml_tree import Document, Mistake, SourceWrong, Table, read_one_yaml, wrong

Value = TypeVar("Value")
NOT_YOURS = Text(
    "这是法定项, 单位不可改 [law]", "the law fixes this, a bureau cannot change it [law]"
)


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
class PolicyKind:
    """A policy by its folder name, and the models of its two layers."""

    name: str
    law: type[LawFile] | None
    choice: type[ChoiceFile] | None = None


@dataclass(frozen=True, slots=True)
class Version:
    """One file, valid. `content` is its canonical form, which the identity is taken from."""

    source: str
    effective_from: date
    model: Any  # Of the class its kind names for this layer.
    content: bytes


@dataclass(frozen=True, slots=True)
class Policy:
    """What is in force on a day: the latest law and the latest choice of the bureau."""

    id: str  # police_rank@r0/1992-07-01+1992-07-01
    sha256: str
    law: Any
    choice: Any
    versions: tuple[Version, ...]


class NoPolicyInForce(Refused):
    def __init__(self, name: str, day: date, first: date | None) -> None:
        since = f"{first}" if first else "-"
        super().__init__(
            Kind.INVALID,
            "no_policy_in_force",
            Text(
                f"{day} 没有生效的 {name} 政策, 最早版本自 {since} 起",
                f"no {name} policy is in force on {day}; the first is in force from {since}",
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


def read_version(text: str, source: str, kind: PolicyKind, *, bureau: str | None) -> Version:
    """One file's text as a version; `bureau` is None for the law layer. Raises SourceWrong."""
    document = read_one_yaml(text, source)
    if not isinstance(document.value, Table):
        raise wrong(source, document.line, "须为键值对", "must be a mapping")
    model = kind.law if bureau is None else kind.choice
    if model is None:
        layer = "law" if bureau is None else "bureau"
        zh, en = f"{kind.name} 没有 {layer} 层", f"{kind.name} has no {layer} layer"
        raise wrong(source, document.line, zh, en)
    if bureau is not None and kind.law is not None and kind.choice is not None:
        _refuse_law_keys(document, source, _names(kind.law) - _names(kind.choice))
    found = validated(model, document, source)
    _check_header(found, document, source, (kind.name, bureau))
    return Version(source, found.effective_from, found, canonical_json(document.value))


def _names(model: type[BaseModel]) -> set[str]:
    """The names of all fields of a model and of the models in it."""
    names: set[str] = set()
    waiting: list[Any] = [model]
    while waiting:
        part = waiting.pop()
        waiting += get_args(part)
        if isinstance(part, type) and issubclass(part, BaseModel):
            names |= set(part.model_fields)
            waiting += [info.annotation for info in part.model_fields.values()]
    return names


def _refuse_law_keys(document: Document, source: str, fixed: set[str]) -> None:
    mistakes = [
        Mistake(source, line, Text(f"{key}: {NOT_YOURS.zh}", f"{key}: {NOT_YOURS.en}"))
        for key, line in _keys(document.value)
        if key in fixed
    ]
    if mistakes:
        raise SourceWrong(mistakes)


def _keys(tree: object) -> list[tuple[str, int]]:
    if isinstance(tree, Table):
        return [*tree.lines.items(), *(k for value in tree.values() for k in _keys(value))]
    if isinstance(tree, list):
        return [k for value in tree for k in _keys(value)]
    return []


def _check_header(
    found: LawFile | ChoiceFile, document: Document, source: str, place: tuple[str, str | None]
) -> None:
    """The file says the same of itself as its place does."""
    name, bureau = place
    said: dict[str, tuple[object, object]] = {"policy": (found.policy, name)}
    if isinstance(found, ChoiceFile):
        said["bureau"] = (found.bureau, bureau)
    stem = Path(source).stem
    if source.endswith(".yaml"):
        said["effective_from"] = (found.effective_from.isoformat(), stem)
    for key, (value, expected) in said.items():
        if value != expected:
            raise wrong(
                source,
                document.value.lines[key],
                f"{key} 是 {value}, 按文件位置应为 {expected}",
                f"{key} is {value}, by the file's place it must be {expected}",
            )


_CACHE: dict[tuple[str, str | None, bytes, str], Version] = {}


def load_shelf(directory: Path, bureau: str, kinds: Sequence[PolicyKind]) -> Shelf:
    """Every version of `kinds` under `directory`; files already read are taken from memory.

    Raises SourceWrong with every mistake of every file.
    """
    if not (directory / "bureaus" / bureau).is_dir():
        _refuse_bureau(directory, bureau)
    layers: dict[tuple[str, str], Sequence[Version]] = {}
    mistakes: list[Mistake] = []
    for kind in kinds:
        for layer, folder, owner in (
            ("law", directory / "law" / kind.name, None),
            ("bureau", directory / "bureaus" / bureau / kind.name, bureau),
        ):
            versions = []
            for path in sorted(folder.glob("*.yaml")):
                try:
                    versions.append(_load_version(path, kind, owner))
                except SourceWrong as error:
                    mistakes += error.mistakes
            if versions:
                layers[kind.name, layer] = sorted(versions, key=lambda v: v.effective_from)
    if mistakes:
        raise SourceWrong(mistakes)
    return Shelf(bureau, layers)


def _load_version(path: Path, kind: PolicyKind, bureau: str | None) -> Version:
    raw = path.read_bytes()
    key = (kind.name, bureau, hashlib.sha256(raw).digest(), str(path))
    if key not in _CACHE:
        try:
            text = raw.decode()
        except UnicodeDecodeError:
            raise wrong(str(path), 1, "不是 UTF-8 文本", "not UTF-8 text") from None
        _CACHE[key] = read_version(text, str(path), kind, bureau=bureau)
    return _CACHE[key]


def _refuse_bureau(directory: Path, bureau: str) -> None:
    known = sorted(p.name for p in (directory / "bureaus").glob("*") if p.is_dir())
    zh, en = nearest(bureau, known)
    shown = allowed_list(known)
    raise wrong(
        str(directory / "bureaus"),
        1,
        f"没有单位 {bureau}; 允许: {shown}{zh}",
        f"no bureau {bureau}; allowed: {shown}{en}",
    )
