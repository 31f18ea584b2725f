"""A tree read from a file against a strict model: every mistake with its line and what is allowed.

Pure.
"""

import difflib
import types
import typing
from collections.abc import Iterable, Sequence
from typing import Any, TypeVar

import msgspec
from pydantic import AliasChoices, BaseModel, ValidationError
from pydantic.fields import FieldInfo

from services.kernel.errors import Text
from services.kernel.right import right
from services.kernel.term import Term
from services.kernel.yaml_tree import Document, Mistake, SourceWrong, line_at

Model = TypeVar("Model", bound=BaseModel)
_ALLOWED_SHOWN_MAX = 40


def canonical_json(tree: Any) -> bytes:  # noqa: ANN401  any tree
    """The same content gives the same bytes, whatever the order of keys and the comments."""
    return msgspec.json.encode(tree, order="sorted")


def validated(model: type[Model], document: Document, source: str) -> Model:
    """The tree as a model. Raises SourceWrong listing every mistake with its line."""
    try:
        return model.model_validate_json(canonical_json(document.value))
    except ValidationError as error:
        mistakes = [
            Mistake(source, line_at(document.value, _steps(e["loc"]), document.line), text)
            for e in error.errors(include_url=False)
            if (text := _sentence(model, dict(e)))
        ]
        raise SourceWrong(mistakes) from None


def nearest(word: str, known: Iterable[str]) -> tuple[str, str]:
    """`did you mean` in both languages, or two empty strings."""
    close = difflib.get_close_matches(word, list(known), n=1, cutoff=0.6)
    return (f"; 是否指 {close[0]}?", f"; did you mean {close[0]}?") if close else ("", "")


def allowed_list(known: Iterable[str]) -> str:
    names = list(known)
    more = ", ..." if len(names) > _ALLOWED_SHOWN_MAX else ""
    return ", ".join(names[:_ALLOWED_SHOWN_MAX]) + more


def _steps(loc: Sequence[str | int]) -> list[str | int]:
    return [step for step in loc if step != "[key]"]


def _sentence(model: type[BaseModel], error: dict[str, Any]) -> Text:
    loc = _steps(error["loc"])
    where = ".".join(str(step) for step in loc) or "(全文)"
    kind, value = error["type"], error.get("input")
    if kind == "extra_forbidden":
        known = _field_names(_annotation(model, loc[:-1]))
        zh, en = nearest(str(loc[-1]), known)
        shown = allowed_list(known)
        return Text(
            f"不认识的键 {where}; 允许: {shown}{zh}", f"unknown key {where}; allowed: {shown}{en}"
        )
    if kind == "missing":
        return Text(f"缺少 {where}", f"{where} is missing")
    terms = _terms(_annotation(model, loc))
    if terms is not None:
        zh, en = nearest(str(value), [w for t in terms for w in (t.value, t.zh, *t.also)])
        return Text(
            f"{where} 不能是 {value!r}; 允许: {terms.allowed()}{zh}",
            f"{where} cannot be {value!r}; allowed: {terms.allowed()}{en}",
        )
    # A validator of a file's model says itself what is wrong, in one text.
    said = (error.get("ctx") or {}).get("error") if kind == "value_error" else None
    wanted = Text(str(said), str(said)) if said is not None else right(error)[1]
    if isinstance(value, dict | list):
        # What is wrong is wrong of the whole: showing it would bury the sentence.
        return Text(f"{where}: {wanted.zh}", f"{where}: {wanted.en}")
    return Text(f"{where} 不能是 {value!r}; {wanted.zh}", f"{where}: {value!r}; {wanted.en}")


def _annotation(annotation: Any, loc: Sequence[str | int]) -> Any:  # noqa: ANN401  any type
    """What is declared at `loc`, as far as it can be followed; None when it cannot."""
    for step in loc:
        found = None
        for choice in _choices(annotation):
            origin, args = typing.get_origin(choice), typing.get_args(choice)
            if isinstance(choice, type) and issubclass(choice, BaseModel):
                by_name = {i.alias or n: i.annotation for n, i in choice.model_fields.items()}
                found = by_name.get(str(step))
            elif origin is dict or (origin is not None and len(args) == 2 and step not in (0, 1)):  # noqa: PLR2004
                found = args[1] if not isinstance(step, int) else None
            elif origin in (list, tuple) and isinstance(step, int):
                found = args[min(step, len(args) - 1)] if args[-1] is not Ellipsis else args[0]
            if found is not None:
                break
        if found is None:
            return None
        annotation = found
    return annotation


def _choices(annotation: Any) -> Sequence[Any]:  # noqa: ANN401  any type expression
    origin = typing.get_origin(annotation)
    if origin is typing.Annotated:
        return _choices(typing.get_args(annotation)[0])
    if origin is typing.Union or origin is types.UnionType:
        return [c for a in typing.get_args(annotation) for c in _choices(a)]
    return [annotation]


def _field_names(annotation: Any) -> list[str]:  # noqa: ANN401  any type expression
    return [
        written
        for choice in _choices(annotation)
        if isinstance(choice, type) and issubclass(choice, BaseModel)
        for name, info in choice.model_fields.items()
        for written in _written(name, info)
    ]


def _written(name: str, info: FieldInfo) -> list[str]:
    """How a file may call the field; `from_` is only Python's way around a word of its own."""
    if isinstance(info.validation_alias, AliasChoices):
        names = [str(choice) for choice in info.validation_alias.choices]
        return [choice for choice in names if not choice.endswith("_")]
    return [info.alias or name]


def _terms(annotation: Any) -> type[Term] | None:  # noqa: ANN401  any type expression
    for choice in _choices(annotation):
        if isinstance(choice, type) and issubclass(choice, Term):
            return choice
        for part in typing.get_args(choice):
            if isinstance(part, type) and issubclass(part, Term):
                return part
    return None
