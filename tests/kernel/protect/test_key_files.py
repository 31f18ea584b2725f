"""A demonstration makes its keys once; production names them or does not start."""

from concurrent.futures import ThreadPoolExecutor

import pytest

from services.kernel.protect.key_files import KeyFiles, key_files, make
from services.kernel.settings import SettingsWrong, load


def test_sixteen_at_once_keep_the_first_ones(tmp_path):
    files = KeyFiles(tmp_path / "s" / "kek", tmp_path / "s" / "blind")
    with ThreadPoolExecutor(16) as pool:
        list(pool.map(lambda _: make(files), range(16)))
    before = (files.keks(), files.blind_key())
    make(files)

    assert (files.keks(), files.blind_key()) == before
    assert sorted(p.name for p in (tmp_path / "s").iterdir()) == ["blind", "kek"]
    assert {p.stat().st_mode & 0o777 for p in (tmp_path / "s").iterdir()} == {0o600}


def test_production_says_which_file_is_missing(tmp_path):
    settings = load(JINGHENG_MODE="production", JINGHENG_HOME=str(tmp_path))

    with pytest.raises(SettingsWrong, match="JINGHENG_KEK_FILE"):
        key_files(settings)
    assert list(tmp_path.iterdir()) == []
