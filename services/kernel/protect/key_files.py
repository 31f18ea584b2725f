"""Where the keys outside the database are, and how a demonstration makes its own."""

import secrets
from dataclasses import dataclass
from pathlib import Path

from services.kernel.protect import keks
from services.kernel.protect.sealing import KEY_BYTES
from services.kernel.settings import Settings


@dataclass(frozen=True, slots=True)
class KeyFiles:
    """Read anew whenever a generation is missing, so that a rotation needs no restart."""

    kek: Path
    blind_index: Path

    def keks(self) -> keks.Keks:
        """Raises KeksWrong."""
        return keks.read(self.kek)

    def blind_key(self) -> bytes:
        """Raises KeksWrong."""
        try:
            key = self.blind_index.read_bytes()
        except OSError as error:
            raise keks.KeksWrong(f"{self.blind_index}: {error.strerror}") from None
        if len(key) < KEY_BYTES:
            raise keks.KeksWrong(f"{self.blind_index}: at least {KEY_BYTES} random bytes")
        return key


def key_files(settings: Settings) -> KeyFiles:
    """In a demonstration they are made when missing. Raises SettingsWrong in production."""
    files = KeyFiles(
        settings.key_file("JINGHENG_KEK_FILE", settings.kek_file, "kek.generations"),
        settings.key_file(
            "JINGHENG_BLIND_INDEX_KEY_FILE", settings.blind_index_key_file, "blind_index.key"
        ),
    )
    if settings.mode == "demo":
        make(files)
    return files


def make(files: KeyFiles) -> None:
    """Those that are not there. Two at once: the one that comes first is kept."""
    for file in (files.kek, files.blind_index):
        file.parent.mkdir(parents=True, exist_ok=True)
    if not files.kek.exists():
        beside = files.kek.with_name(f".{files.kek.name}.{secrets.token_hex(4)}")
        keks.write(beside, keks.Keks({1: secrets.token_bytes(KEY_BYTES)}))
        _keep_first(beside, files.kek)
    if not files.blind_index.exists():
        beside = files.blind_index.with_name(f".{files.blind_index.name}.{secrets.token_hex(4)}")
        beside.touch(0o600)
        beside.write_bytes(secrets.token_bytes(KEY_BYTES))
        _keep_first(beside, files.blind_index)


def _keep_first(made: Path, place: Path) -> None:
    try:
        place.hardlink_to(made)
    except FileExistsError:
        pass
    finally:
        made.unlink()
