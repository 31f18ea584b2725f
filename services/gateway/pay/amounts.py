"""Amounts as policy files write them: yuan, rates, hundredths; read exactly or refused in words.

Pure. Amounts are written in yuan and held in fen; rates are held in parts of ten thousand.
"""

from decimal import Decimal, InvalidOperation
from typing import Annotated, Final

from pydantic import BeforeValidator, Field
from pydantic_core import PydanticCustomError

_WHOLE_RATE: Final = 10_000
_FEN_MAX: Final = 10_000_000_000
_HUNDREDTHS_MAX: Final = 3_100


def _read(value: object, factor: int, bounds: tuple[int, int], right: dict[str, str]) -> int:
    """`12.50` as 1250, exactly; raises with what would be right in both languages."""
    amount = _exactly(value, factor)
    if amount is None or not bounds[0] <= amount <= bounds[1]:
        raise PydanticCustomError("amount", "{en}", right)
    return amount


def _exactly(value: object, factor: int) -> int | None:
    if isinstance(value, bool) or not isinstance(value, int | str):
        return None
    try:
        amount = Decimal(value) * factor
    except InvalidOperation:
        return None
    is_whole = amount.is_finite() and amount == amount.to_integral_value()
    return int(amount) if is_whole else None


def _fen(value: object) -> int:
    most = _FEN_MAX // 100
    right = {
        "zh": f"应为 0 至 {most} 元, 至多两位小数",
        "en": f"must be 0 to {most} yuan, with at most two decimals",
    }
    return _read(value, 100, (0, _FEN_MAX), right)


def _rate(value: object) -> int:
    right = {
        "zh": "应为 0 至 1 的比例, 至多四位小数, 如百分之八写 0.08",
        "en": "must be a rate from 0 to 1 with at most four decimals: 0.08 for eight percent",
    }
    return _read(value, _WHOLE_RATE, (0, _WHOLE_RATE), right)


def _hundredths(value: object) -> int:
    right = {
        "zh": "应大于 0, 不大于 31, 至多两位小数",
        "en": "must be more than 0 and at most 31, with at most two decimals",
    }
    return _read(value, 100, (1, _HUNDREDTHS_MAX), right)


Money = Annotated[int, BeforeValidator(_fen)]
Rate = Annotated[int, BeforeValidator(_rate)]  # 800: 8%.
Hundredths = Annotated[int, BeforeValidator(_hundredths)]  # 2175: 21.75 days.
Percent = Annotated[int, Field(ge=0, le=1_000)]
Count = Annotated[int, Field(ge=0, le=600)]
