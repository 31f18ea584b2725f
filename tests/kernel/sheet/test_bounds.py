"""The bounds are those an import keeps."""

from services.kernel.file.bodies import IMPORT_ROWS_MAX
from services.kernel.sheet.bounds import MIB, Bounds


def test_as_many_rows_as_an_import_takes_and_no_more_memory_than_allowed():
    assert Bounds().rows == IMPORT_ROWS_MAX
    assert Bounds().memory_bytes <= 256 * MIB
