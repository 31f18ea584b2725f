"""Every cell of a sheet looked at before it is read: how far, formulas, errors, hidden. Pure."""

import re
from dataclasses import dataclass, field
from typing import NoReturn
from xml.parsers import expat

from services.kernel.errors import FieldError, Kind, Refused, Text, invalid
from services.kernel.sheet.bounds import Bounds

SHOWN_MAX = 20
_PLACE = re.compile(r"([A-Z]{1,3})([0-9]{1,7})")
_BASE = 26
CHOICES = "可选值"  # The hidden sheet of our own templates, behind their drop-downs.
_TRUE = ("1", "true")


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
    _row_hidden: bool = False
    _rows_told: int = 0  # The last hidden row told of: each once.
    _hidden_columns: list[range] = field(default_factory=list)
    _columns_told: set[int] = field(default_factory=set)
    valued: bool = False  # Whether anything stands in the sheet at all.

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
            case "col":
                self._note_column(attributes)
            case "row":
                self._row_hidden = attributes.get("hidden") in _TRUE
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

    def _note_column(self, attributes: dict[str, str]) -> None:
        if attributes.get("hidden") in _TRUE:
            first = self._number(attributes.get("min"), 1)
            self._hidden_columns.append(
                range(first, self._number(attributes.get("max"), first) + 1)
            )

    def _refuse_hidden(self) -> None:
        """What nobody sees in Excel is not imported behind anybody's back."""
        if self._row_hidden and self._rows_told != self._row:
            self._rows_told = self._row
            zh = "该行被隐藏或被筛选掉, 请取消隐藏和筛选, 或删除该行"
            self._flaw("hidden_row", zh, "a hidden or filtered row: show it, or delete it")
        at = self._column + 1
        if at not in self._columns_told and any(at in hidden for hidden in self._hidden_columns):
            self._columns_told.add(at)
            zh = "该列被隐藏, 请取消隐藏或删除该列"
            self._flaw("hidden_column", zh, "a hidden column: show it, or delete it")

    def _valued(self) -> None:
        self.valued = True
        self._refuse_hidden()
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
