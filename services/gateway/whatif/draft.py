"""A shelf changed by draft policies, read as strictly as published ones. Pure."""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import date

import msgspec

from services.gateway.decision.difference import Changed, rules_between
from services.kernel.policy import NoPolicyInForce, PolicyKind, Shelf, Version
from services.kernel.policy_files import read_version
from services.kernel.tree_model import allowed_list, nearest
from services.kernel.yaml_tree import SourceWrong, Table, read_one_yaml, wrong

LAYERS = ("law", "bureau")
DRAFT = "draft"  # As no file is called.


@dataclass(frozen=True, slots=True)
class PolicyText:
    """A policy file that nobody has published; `name` is how its mistakes call it."""

    name: str
    text: str


@dataclass(frozen=True, slots=True)
class ChangedShelf:
    """`from_on` is the first day on which anything may be other than on the real shelf."""

    shelf: Shelf
    names: tuple[str, ...] = ()
    from_on: date | None = None
    rules: tuple[Changed, ...] = ()  # Every value that is another one, by policy and path.


def changed(shelf: Shelf, texts: Iterable[PolicyText], kinds: Sequence[PolicyKind]) -> ChangedShelf:
    """`kinds` are those that the question reads. Raises SourceWrong with every mistake."""
    found, mistakes, names, days = shelf, [], [], []
    rules: list[Changed] = []
    for text in texts:
        try:
            name, layer, version = read_draft(text, kinds, found)
        except SourceWrong as error:
            mistakes += [replace(mistake, source=text.name) for mistake in error.mistakes]
            continue
        real, found = found, found.with_version(name, layer, version)
        rules += _rules(real, found, name, version.effective_from)
        names.append(name)
        days.append(version.effective_from)
    if mistakes:
        raise SourceWrong(mistakes)
    return ChangedShelf(found, tuple(dict.fromkeys(names)), min(days, default=None), tuple(rules))


def _rules(real: Shelf, found: Shelf, name: str, day: date) -> Iterator[Changed]:
    try:
        before = real.in_force(name, day)
    except NoPolicyInForce:
        before = None
    try:
        after = found.in_force(name, day)
    except NoPolicyInForce:  # Of the other layer: no answer can rest on the draft yet.
        return
    for change in rules_between(before, after):
        yield msgspec.structs.replace(change, field=f"{name}.{change.field}")


def read_draft(
    text: PolicyText, kinds: Sequence[PolicyKind], shelf: Shelf
) -> tuple[str, str, Version]:
    """Policy, layer and version, by what the text says of itself. Raises SourceWrong.

    A choice is held against the law that stands on the shelf.
    """
    by_name = {kind.name: kind for kind in kinds}
    document = read_one_yaml(text.text, text.name)
    tree = document.value
    if not isinstance(tree, Table):
        raise wrong(text.name, document.line, "须为键值对", "must be a mapping")
    name = _one_of(text, tree, "policy", tuple(by_name))
    layer = _one_of(text, tree, "layer", LAYERS)
    # Not the file's own name: a draft may be called anything.
    bureau = shelf.bureau if layer == "bureau" else None
    version = read_version(text.text, DRAFT, by_name[name], bureau=bureau)
    beside = shelf.with_version(name, layer, version).beyond_law([by_name[name]])
    if mistakes := [one for one in beside if one.source == DRAFT]:
        raise SourceWrong(mistakes)
    return name, layer, version


def _one_of(text: PolicyText, tree: Table, key: str, allowed: Sequence[str]) -> str:
    value = str(tree.get(key, ""))
    if value in allowed:
        return value
    zh, en = nearest(value, allowed)
    shown = allowed_list(allowed)
    raise wrong(
        text.name,
        tree.lines.get(key, tree.line),
        f"{key} 不能是 {value or '空'}; 允许: {shown}{zh}",
        f"{key} cannot be {value or 'left out'}; allowed: {shown}{en}",
    )
