"""Case files cut into pieces that can be played apart, each knowing its first line. Pure."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from itertools import pairwise

from services.gateway.cases.case import Case
from services.gateway.cases.case_format import read_case
from services.kernel.mistakes import Mistakes
from services.kernel.yaml_tree import (
    Document,
    Mistake,
    SourceWrong,
    read_json_lines,
    read_yaml,
)

SUFFIXES = (".yaml", ".yml", ".jsonl")
_CASES_A_CHUNK = 200
_SEPARATOR = re.compile(r"^---(?=\s|$)", re.MULTILINE)


@dataclass(frozen=True, slots=True)
class Chunk:
    source: str
    first_line: int
    text: str


def chunks(text: str, source: str) -> Iterator[Chunk]:
    """Pieces of about as many cases each, in order; together the whole file."""
    if source.endswith(".jsonl"):
        lines = text.split("\n")
        for at in range(0, len(lines), _CASES_A_CHUNK):
            yield Chunk(source, at + 1, "\n".join(lines[at : at + _CASES_A_CHUNK]))
        return
    starts = [m.start() for m in _SEPARATOR.finditer(text)]
    cuts = [0, *starts[_CASES_A_CHUNK - 1 :: _CASES_A_CHUNK], len(text)]
    line = 1
    for start, end in pairwise(cuts):
        if start < end:
            piece = text[start:end]
            yield Chunk(source, line, piece)
            line += piece.count("\n")


def cases(chunk: Chunk) -> tuple[list[Case], list[Mistake]]:
    """Every case that can be read, and every mistake; one wrong case does not hide the others."""
    reading = Mistakes()
    found: list[Case] = []
    for document in _documents(chunk, reading):
        case = reading.tried(read_case, document, chunk.source)
        if case is not None:
            found.append(case)
    return found, reading.found


def _documents(chunk: Chunk, reading: Mistakes) -> list[Document]:
    """Read at one go; where that fails, line by line or document by document."""
    read = read_json_lines if chunk.source.endswith(".jsonl") else read_yaml
    try:
        return read(chunk.text, chunk.source, chunk.first_line)
    except SourceWrong:
        return [
            document
            for line, text in _pieces(chunk)
            for document in reading.tried(read, text, chunk.source, line) or ()
        ]


def _pieces(chunk: Chunk) -> Iterator[tuple[int, str]]:
    line = chunk.first_line
    if chunk.source.endswith(".jsonl"):
        yield from enumerate(chunk.text.split("\n"), line)
        return
    cuts = [0, *(m.start() for m in _SEPARATOR.finditer(chunk.text)), len(chunk.text)]
    for start, end in pairwise(cuts):
        yield line, chunk.text[start:end]
        line += chunk.text.count("\n", start, end)
