"""The development issuer: one secret a room, kept private, the same again next time."""

import stat

from services.cli.issuer import client_secrets, dev_issuer
from services.kernel.settings import ROOMS, load


def test_secrets_are_made_once_and_private(tmp_path):
    settings = load(JINGHENG_HOME=str(tmp_path))
    first, again = client_secrets(settings), client_secrets(settings)

    assert first == again
    assert set(first) == set(ROOMS)
    assert len(set(first.values())) == len(ROOMS)
    for room in ROOMS:
        mode = settings.secret_file(f"client_{room}.secret").stat().st_mode
        assert stat.S_IMODE(mode) == 0o600


def test_the_process_and_the_token_command_share_a_key(tmp_path):
    settings = load(JINGHENG_HOME=str(tmp_path))

    assert dev_issuer(settings).keys.public() == dev_issuer(settings).keys.public()
