"""Closed vocabularies with a wire code and the Chinese term of the field. Pure."""

from enum import StrEnum
from typing import Any, Self

from pydantic import GetCoreSchemaHandler, ValidationError, ValidatorFunctionWrapHandler
from pydantic_core import CoreSchema, PydanticCustomError, core_schema


class Term(StrEnum):
    """A word of the field: the member's value is the wire code, `zh` is the legal term.

    Reading accepts either spelling (`superintendent_2` or 二级警司); writing always gives the code.
    """

    zh: str
    also: tuple[str, ...]  # Short forms the field uses; read, never written.

    def __new__(cls, code: str, zh: str = "", *also: str) -> Self:
        member = str.__new__(cls, code)
        member._value_ = code
        member.zh = zh
        member.also = also
        return member

    @classmethod
    def _missing_(cls, value: object) -> Self | None:
        return next((m for m in cls if value == m.zh or value in m.also), None)

    @classmethod
    def allowed(cls) -> str:
        """Every spelling that is accepted, for messages: `code 中文, code 中文, ...`."""
        return ", ".join(f"{member.value} {member.zh}" for member in cls)

    @classmethod
    def __get_pydantic_core_schema__(
        cls,
        source: Any,  # noqa: ANN401  pydantic's hook
        handler: GetCoreSchemaHandler,
    ) -> CoreSchema:
        def read(value: object, inner: ValidatorFunctionWrapHandler) -> object:
            try:
                return inner(value)
            except ValidationError:
                allowed = cls.allowed()
                words = {"zh": f"应为以下之一: {allowed}", "en": f"must be one of: {allowed}"}
                raise PydanticCustomError("not_a_choice", "{en}", words) from None

        return core_schema.no_info_wrap_validator_function(read, handler(source))
