"""Only the parts that cells need are kept, and what is read next is just those."""

import pytest

from services.kernel.errors import Refused
from services.kernel.sheet.bounds import Bounds
from services.kernel.sheet.container import kept_parts, repacked
from tests.kernel.sheet.hostile import good, with_part


def test_pictures_notes_and_the_author_are_left_behind():
    data = with_part("xl/media/image1.jpeg", b"Exif GPS")
    kept = kept_parts(data, Bounds())

    assert set(kept) == {
        "[Content_Types].xml",
        "_rels/.rels",
        "xl/workbook.xml",
        "xl/_rels/workbook.xml.rels",
        "xl/styles.xml",
        "xl/sharedStrings.xml",
        "xl/worksheets/sheet1.xml",
    }
    assert set(kept_parts(repacked(kept), Bounds())) == set(kept)


def test_what_is_unpacked_is_counted_over_all_parts():
    data = good([["甲" * 30, str(n)] for n in range(2_000)])
    whole = sum(map(len, kept_parts(data, Bounds()).values()))

    kept_parts(data, Bounds(unpacked_bytes=whole))
    with pytest.raises(Refused, match="workbook_too_heavy"):
        kept_parts(data, Bounds(unpacked_bytes=whole - 1))
