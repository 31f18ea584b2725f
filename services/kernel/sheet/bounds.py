"""How much a workbook may hold; everything beyond is refused before it is read. Pure."""

from dataclasses import dataclass

MIB = 1024 * 1024


@dataclass(frozen=True, slots=True)
class Bounds:
    """Measured on what is really there, never on what the file says of itself."""

    rows: int = 5_000  # Below the header.
    columns: int = 100
    parts: int = 200
    unpacked_bytes: int = 30 * MIB
    ratio: int = 100  # Unpacked to packed, of a part of more than a megabyte.
    elements: int = 3_000_000  # Of one sheet, empty cells included.
    memory_bytes: int = 256 * MIB  # Of the process that reads.
    cpu_seconds: int = 10
    seconds: float = 15.0
