"""Every cell of a sheet looked at before it is read: how far it goes, formulas, errors. Pure."""

import re
from dataclasses import dataclass, field
from typing import NoReturn
from xml.parsers import expat

from services.kernel.errors import FieldError, Kind, Refused, Text, invalid
from services.kernel.sheet.bounds import Bounds

SHOWN_MAX = 20
_PLACE = re.compile(r"([A-Z]{1,3})([0-9]{1,7})")
_BASE = 26


def column_letters(number: int) -> str:
    """0 is A, 25 is Z, 26 is AA."""
    letters = ""
    number += 1
    while number:
        number, rest = divmod(number - 1, _BASE)
        letters = chr(ord("A") + rest) + letters
    return letters


def column_number(letters: str) -> int:
    number = 0
    for letter in letters:
        number = number * _BASE + ord(letter) - ord("A") + 1
    return number - 1


@dataclass
class SheetScan:
    """Walks one worksheet's XML. Raises Refused at the first cell out of bounds."""

    name: str
    bounds: Bounds
    flaws: list[FieldError] = field(default_factory=list)
    _row: int = 0
    _column: int = -1
    _elements: int = 0
    _is_error: bool = False

    def walk(self, part: bytes) -> list[FieldError]:
        """What is wrong with single cells, at most the first few."""
        parser = expat.ParserCreate(namespace_separator=" ")
        parser.StartElementHandler = self._begin
        parser.Parse(part, True)
        return self.flaws

    def _begin(self, tag: str, attributes: dict[str, str]) -> None:
        self._elements += 1
        if self._elements > self.bounds.elements:
            raise Refused(
                Kind.TOO_LARGE,
                "workbook_too_heavy",
                Text("工作表内容过多", "the sheet holds too much"),
            )
        match tag.rpartition(" ")[2]:
            case "row":
                self._row = self._number(attributes.get("r"), self._row + 1)
                self._column = -1
            case "c":
                self._place(attributes)
            case "f":
                self._flaw("formula", "含公式, 请粘贴为数值", "a formula: paste it as a value")
            case "v" | "is":
                self._valued()

    def _number(self, text: str | None, otherwise: int) -> int:
        if text is None:
            return otherwise
        if not re.fullmatch(r"[0-9]{1,7}", text):
            self._damaged()
        return int(text)

    def _place(self, attributes: dict[str, str]) -> None:
        place = attributes.get("r")
        self._is_error = attributes.get("t") == "e"
        if place is None:
            self._column += 1
            return
        found = _PLACE.fullmatch(place)
        if found is None:
            self._damaged()
        self._column, self._row = column_number(found[1]), int(found[2])

    def _valued(self) -> None:
        if self._row > self.bounds.rows + 1:
            raise Refused(
                Kind.TOO_LARGE,
                "too_many_rows",
                Text(
                    f"工作表 {self.name} 第 {self._row} 行仍有数据, 最多 {self.bounds.rows} 行",
                    f"sheet {self.name} has data in row {self._row}; "
                    f"at most {self.bounds.rows} rows",
                ),
            )
        if self._column >= self.bounds.columns:
            raise Refused(
                Kind.TOO_LARGE,
                "too_many_columns",
                Text(
                    f"工作表 {self.name} 超过 {self.bounds.columns} 列",
                    f"sheet {self.name} has more than {self.bounds.columns} columns",
                ),
            )
        if self._is_error:
            self._flaw("error_value", "单元格为错误值", "the cell holds an error value")

    def _flaw(self, code: str, zh: str, en: str) -> None:
        if len(self.flaws) < SHOWN_MAX:
            place = f"{self.name}!{column_letters(max(self._column, 0))}{self._row}"
            self.flaws.append(FieldError(place, code, Text(zh, en)))

    def _damaged(self) -> NoReturn:
        raise invalid(
            "not_a_workbook",
            f"工作表 {self.name} 的单元格地址无效",
            f"sheet {self.name} has a cell with no valid address",
        )
