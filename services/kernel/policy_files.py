"""Dated rules read from files, strictly: each mistake by file and line, law and choice apart.

<directory>/law/<policy>/<effective_from>.yaml                 what no bureau may change
<directory>/bureaus/<bureau>/<policy>/<effective_from>.yaml    what a bureau has chosen
"""

import hashlib
from collections.abc import Sequence
from pathlib import Path
from typing import Any, Final, get_args

from pydantic import BaseModel

from services.kernel.errors import Text
from services.kernel.policy import ChoiceFile, LawFile, PolicyKind, Shelf, Version
from services.kernel.tree_model import allowed_list, canonical_json, nearest, validated
from services.kernel.yaml_tree import Document, Mistake, SourceWrong, Table, read_one_yaml, wrong

POLICIES: Final = Path(__file__).parents[2] / "policies"  # As shipped, in the image too.
NOT_YOURS = Text(
    "这是法定项, 单位不可改 [law]", "the law fixes this, a bureau cannot change it [law]"
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
    content = canonical_json(document.value)
    return Version(source, found.effective_from, found, content, document.value)


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
    shelf = Shelf(bureau, layers)
    mistakes += shelf.beyond_law(kinds)
    if mistakes:
        raise SourceWrong(mistakes)
    return shelf


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
