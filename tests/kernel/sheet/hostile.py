"""Workbooks that nobody sends by accident, made in memory; and how to change a good one."""

import struct
import zipfile
from collections.abc import Callable
from io import BytesIO

from services.kernel.sheet.writing import Column, Page, workbook

SHEET, BOOK = "xl/worksheets/sheet1.xml", "xl/workbook.xml"
MAIN = 'xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main"'


def good(rows=(("甲", "1"),)) -> bytes:
    return workbook([Page("表", [Column("一"), Column("二")], rows)])


def changed(data: bytes, name: str, change: Callable[[bytes], bytes]) -> bytes:
    return rebuilt(data, lambda parts: parts | {name: change(parts.get(name, b""))})


def rebuilt(data: bytes, change: Callable[[dict[str, bytes]], dict[str, bytes]]) -> bytes:
    with zipfile.ZipFile(BytesIO(data)) as package:
        parts = {info.filename: package.read(info) for info in package.infolist()}
    out = BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as package:
        for name, part in change(parts).items():
            package.writestr(name, part)
    return out.getvalue()


def with_part(name: str, part: bytes = b"x") -> bytes:
    return rebuilt(good(), lambda parts: parts | {name: part})


def sheet_of(cells: str) -> bytes:
    body = f"<worksheet {MAIN}><sheetData>{cells}</sheetData></worksheet>".encode()
    return changed(good(), SHEET, lambda _: body)


def million_rows() -> bytes:
    row = '<row r="{0}"><c r="A{0}"><v>1</v></c></row>'
    return sheet_of("".join(row.format(n) for n in range(1, 400_000)))


def bomb() -> bytes:
    return changed(good(), "xl/sharedStrings.xml", lambda part: part + b" " * 60_000_000)


def laughs() -> bytes:
    entities = b"".join(
        b'<!ENTITY l%d "%s">' % (n, (b"&l%d;" % (n - 1)) * 10 if n else b"ha") for n in range(10)
    )
    head = b"<?xml version='1.0'?><!DOCTYPE x [" + entities + b"]>"
    return changed(good(), BOOK, lambda part: head + part.split(b"?>", 1)[1])


def outside_entity() -> bytes:
    head = b'<?xml version="1.0"?><!DOCTYPE x [<!ENTITY e SYSTEM "file:///etc/passwd">]>'
    return changed(good(), SHEET, lambda part: head + part.split(b"?>", 1)[1])


def lying_size() -> bytes:
    """The directory says that a part of sixty megabytes has ten bytes."""
    data = bytearray(bomb())
    at = data.rfind(b"PK\x01\x02")
    while at >= 0:
        name_length = struct.unpack_from("<H", data, at + 28)[0]
        if data[at + 46 : at + 46 + name_length] == b"xl/sharedStrings.xml":
            struct.pack_into("<I", data, at + 24, 10)
        at = data.rfind(b"PK\x01\x02", 0, at)
    return bytes(data)


def encrypted_flag() -> bytes:
    data = bytearray(good())
    at = data.find(b"PK\x01\x02")
    data[at + 8] |= 1
    return bytes(data)


def many_parts() -> bytes:
    return rebuilt(good(), lambda parts: parts | {f"docProps/p{n}.xml": b"" for n in range(5_000)})


def symbolic_link() -> bytes:
    out = BytesIO(good())
    with zipfile.ZipFile(out, "a") as package:
        link = zipfile.ZipInfo("xl/media/link")
        link.external_attr = 0o120777 << 16
        package.writestr(link, "/etc/passwd")
    return out.getvalue()


MACRO = b"application/vnd.ms-excel.sheet.macroEnabled.main+xml"
PLAIN = b"application/vnd.openxmlformats-officedocument.spreadsheetml.sheet.main+xml"
EXTERNAL = (
    b'<Relationship Id="x" Type="t" Target="http://x/y" TargetMode="External"/></Relationships>'
)
FAR = '<row r="1048576"><c r="XFD1048576"><v>1</v></c></row>'
WIDE = '<row r="1"><c r="XFD1"><v>1</v></c></row>'
FORMULA = '<row r="2"><c r="B2"><f>HYPERLINK("http://x")</f><v>1</v></c></row>'
HOSTILE = {
    "nothing": (lambda: b"", "not_a_workbook"),
    "text": (lambda: b"name,sex\n", "not_a_workbook"),
    "old or encrypted": (lambda: b"\xd0\xcf\x11\xe0" + b"\0" * 600, "workbook_encrypted_or_old"),
    "cut short": (lambda: good()[:-30], "not_a_workbook"),
    "bomb": (bomb, "workbook_too_heavy"),
    "lying size": (lying_size, "not_a_workbook"),
    "laughs": (laughs, "document_type"),
    "outside entity": (outside_entity, "document_type"),
    "encrypted": (encrypted_flag, "workbook_encrypted_or_old"),
    "many parts": (many_parts, "too_many_parts"),
    "link": (symbolic_link, "unsafe_part"),
    "climbing": (lambda: with_part("xl/../../etc/x.xml"), "unsafe_part"),
    "absolute": (lambda: with_part("/etc/x.xml"), "unsafe_part"),
    "nested": (lambda: with_part("xl/inner.zip", good()), "unknown_part"),
    "macro": (lambda: with_part("xl/vbaProject.bin"), "macros"),
    "macro renamed": (
        lambda: changed(good(), "[Content_Types].xml", lambda p: p.replace(PLAIN, MACRO)),
        "macros",
    ),
    "links out": (lambda: with_part("xl/externalLinks/externalLink1.xml"), "external_links"),
    "links out by relation": (
        lambda: changed(
            good(),
            "xl/_rels/workbook.xml.rels",
            lambda part: part.replace(b"</Relationships>", EXTERNAL),
        ),
        "external_links",
    ),
    "embedded": (lambda: with_part("xl/embeddings/oleObject1.bin"), "embedded_objects"),
    "connections": (lambda: with_part("xl/connections.xml"), "data_connections"),
    "far cell": (lambda: sheet_of(FAR), "too_many_rows"),
    "wide": (lambda: sheet_of(WIDE), "too_many_columns"),
    "million rows": (million_rows, "too_many_rows"),
    "formula": (lambda: sheet_of(FORMULA), "cells_refused"),
    "no address": (lambda: sheet_of('<row r="1"><c r="A1A"><v>1</v></c></row>'), "not_a_workbook"),
    "unknown encoding": (
        lambda: changed(good(), BOOK, lambda p: p.replace(b"UTF-8", b"UTF-9")),
        "not_a_workbook",
    ),
    "unbound prefix": (lambda: sheet_of("<x:row/>"), "not_a_workbook"),
    "broken": (lambda: sheet_of("<row>"), "not_a_workbook"),
    "huge number": (lambda: sheet_of('<row r="99999999999"/>'), "not_a_workbook"),
    "hidden": (
        lambda: changed(
            good(), BOOK, lambda p: p.replace(b'sheetId="1"', b'sheetId="1" state="veryHidden"')
        ),
        "no_sheet",
    ),
}
