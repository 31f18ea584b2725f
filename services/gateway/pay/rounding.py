"""The only place where pay rounds: fractions of integers to whole fen or yuan. Pure."""

YUAN = 100  # Fen.


def half_up(numerator: int, denominator: int = 1, *, to: int = 1) -> int:
    """The fraction to a whole multiple of `to` fen; halves go away from zero."""
    size = denominator * to
    whole = (2 * abs(numerator) + size) // (2 * size) * to
    return whole if numerator >= 0 else -whole


def down(numerator: int, denominator: int = 1) -> int:
    """The fraction of a sum that is not negative, to a whole fen below it."""
    return numerator // denominator


def yuan(fen: int) -> str:
    """`-12.50`"""
    sign = "-" if fen < 0 else ""
    return f"{sign}{abs(fen) // YUAN}.{abs(fen) % YUAN:02}"
