"""The package of a workbook, opened in memory: parts it may have, unpacked within bounds. Pure."""

import re
import stat
import zipfile
from collections.abc import Iterator
from io import BytesIO
from xml.parsers import expat

from services.kernel.errors import Kind, Refused, Text, invalid
from services.kernel.sheet.bounds import MIB, Bounds

_CHUNK = 256 * 1024
_ENCRYPTED = 0x1
_OLD_FORMAT = b"\xd0\xcf\x11\xe0"
_KEPT = re.compile(
    r"\[Content_Types\]\.xml|_rels/\.rels|xl/(workbook|styles|sharedStrings)\.xml"
    r"|xl/_rels/workbook\.xml\.rels|xl/worksheets/[A-Za-z0-9_]+\.xml"
)
# Left aside unread: looks, notes, printing, pictures, what the file says of its author.
_PASSED_OVER = re.compile(
    r"docProps/.*|docMetadata/.*|customXml/.*|xl/(theme|drawings|media|printerSettings|tables"
    r"|persons|threadedComments|richData|charts|slicers|slicerCaches|ctrlProps)/.*"
    r"|xl/comments[0-9]*\.xml|xl/metadata\.xml|xl/worksheets/_rels/.*|xl/calcChain\.xml"
    r"|xl/comments/.*|xl/.*/"
)
_FORBIDDEN = (
    (r"vbaProject|macrosheets|dialogsheets|\.bas$", "macros", "宏", "macros"),
    (r"externalLinks", "external_links", "外部链接", "links to other files"),
    (r"embeddings|oleObject|activeX", "embedded_objects", "嵌入对象", "embedded objects"),
    (r"connections\.xml|queryTables|xl/model", "data_connections", "数据连接", "data connections"),
)
_MACRO_TYPE = re.compile(rb"macroEnabled|vbaProject|intlMacrosheet", re.IGNORECASE)
_EXTERNAL = re.compile(rb"TargetMode\s*=\s*[\"']External", re.IGNORECASE)


def kept_parts(data: bytes, bounds: Bounds) -> dict[str, bytes]:
    """The parts a reader of cells needs, by name; everything else is left out. Raises Refused."""
    if data[:4] == _OLD_FORMAT:
        raise invalid(
            "workbook_encrypted_or_old",
            "不支持加密或旧版 (.xls) 文件, 请另存为未加密的 .xlsx",
            "neither an encrypted nor an old (.xls) file: save it as .xlsx without a password",
        )
    try:
        with zipfile.ZipFile(BytesIO(data)) as package:
            return _unpacked(package, bounds)
    except (zipfile.BadZipFile, NotImplementedError, EOFError, ValueError, OSError) as fault:
        raise _not_xlsx() from fault
    except zipfile.LargeZipFile as fault:
        raise _too_heavy() from fault
    except Exception as fault:
        if type(fault).__module__ == "zlib":
            raise _not_xlsx() from fault
        raise


def _unpacked(package: zipfile.ZipFile, bounds: Bounds) -> dict[str, bytes]:
    parts = package.infolist()
    if len(parts) > bounds.parts:
        raise _refuse_parts(len(parts), bounds.parts)
    kept: dict[str, bytes] = {}
    total = 0
    for info in parts:
        _check_part(info)
        if not _KEPT.fullmatch(info.filename):
            if not _PASSED_OVER.fullmatch(info.filename):
                raise _unknown(info.filename)
            continue
        if info.filename in kept:
            raise _unsafe(info.filename)
        chunks = []
        size = 0
        for chunk in _chunks(package, info):
            chunks.append(chunk)
            size += len(chunk)
            if total + size > bounds.unpacked_bytes or (
                size > MIB and size > bounds.ratio * max(info.compress_size, 1)
            ):
                raise _too_heavy()
        total += size
        kept[info.filename] = b"".join(chunks)
    _check_whole(kept)
    return kept


def _chunks(package: zipfile.ZipFile, info: zipfile.ZipInfo) -> Iterator[bytes]:
    with package.open(info) as part:
        while chunk := part.read(_CHUNK):
            yield chunk


def _check_part(info: zipfile.ZipInfo) -> None:
    name = info.filename
    if info.flag_bits & _ENCRYPTED:
        raise invalid("workbook_encrypted_or_old", "文件已加密", "the file is encrypted")
    is_link = stat.S_ISLNK(info.external_attr >> 16)
    steps = name.split("/")
    if is_link or name.startswith("/") or ".." in steps or re.search(r"[\\:\x00-\x1f]", name):
        raise _unsafe(name)
    for pattern, code, zh, en in _FORBIDDEN:
        if re.search(pattern, name, re.IGNORECASE):
            raise _forbidden(code, zh, en)


def _check_whole(kept: dict[str, bytes]) -> None:
    for needed in ("[Content_Types].xml", "xl/workbook.xml", "xl/_rels/workbook.xml.rels"):
        if needed not in kept:
            raise _not_xlsx()
    if _MACRO_TYPE.search(kept["[Content_Types].xml"]):
        raise _forbidden("macros", "宏", "macros")
    if _EXTERNAL.search(kept["xl/_rels/workbook.xml.rels"]):
        raise _forbidden("external_links", "外部链接", "links to other files")
    for name, part in kept.items():
        _refuse_document_type(name, part)


def _refuse_document_type(name: str, part: bytes) -> None:
    """A workbook declares no document type: whoever does wants entities expanded."""

    def refuse(*_: object) -> None:
        raise invalid(
            "document_type",
            f"部件 {name} 含 DOCTYPE 声明",
            f"the part {name} declares a document type",
        )

    parser = expat.ParserCreate(namespace_separator=" ")
    parser.StartDoctypeDeclHandler = refuse
    parser.EntityDeclHandler = refuse
    try:
        parser.Parse(part, True)
    except (expat.ExpatError, LookupError) as fault:  # Not well formed; an unknown encoding.
        raise _not_xlsx() from fault


def repacked(kept: dict[str, bytes]) -> bytes:
    """A package of these parts alone, so that the next reader sees exactly what was checked."""
    out = BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_STORED) as package:
        for name, part in kept.items():
            package.writestr(name, part)
    return out.getvalue()


def _not_xlsx() -> Refused:
    return invalid(
        "not_a_workbook",
        "不是有效的 .xlsx 文件, 或文件已损坏",
        "this is not an .xlsx file, or it is damaged",
    )


def _too_heavy() -> Refused:
    return Refused(
        Kind.TOO_LARGE,
        "workbook_too_heavy",
        Text("解压后的内容过大", "unpacked, the workbook holds too much"),
    )


def _refuse_parts(found: int, most: int) -> Refused:
    return invalid(
        "too_many_parts",
        f"文件含 {found} 个部件, 最多 {most} 个",
        f"the file has {found} parts; at most {most}",
    )


def _unsafe(name: str) -> Refused:
    shown = repr(name[:80])
    return invalid("unsafe_part", f"部件名不安全: {shown}", f"an unsafe part name: {shown}")


def _unknown(name: str) -> Refused:
    shown = repr(name[:80])
    return invalid(
        "unknown_part",
        f"文件含不认识的部件: {shown}; 请把数据粘贴到空白模板",
        f"the file has a part not known here: {shown}; paste the data into a fresh template",
    )


def _forbidden(code: str, zh: str, en: str) -> Refused:
    return invalid(
        code, f"文件含{zh}, 请去除后再导入", f"the file has {en}: remove them and import again"
    )
