"""Demonstration tokens are good, carry one role, and are not to be had in production."""

import jwt
import pytest

from services.cli.app import main
from services.cli.token import demo_tokens
from services.kernel.embedded.home import prepare
from services.kernel.settings import load


def test_each_role_has_a_token_that_says_so(tmp_path):
    tokens = demo_tokens(load(JINGHENG_HOME=str(tmp_path)))
    claims = {
        role: jwt.decode(token, options={"verify_signature": False})
        for role, token in tokens.items()
    }

    assert all(found["roles"] == [role] for role, found in claims.items())
    assert claims["officer"]["person_id"]
    assert "person_id" not in claims["hr"]


def test_one_person_may_wear_two_hats(monkeypatch, tmp_path, capsys):
    monkeypatch.setenv("JINGHENG_HOME", str(tmp_path))
    prepare(tmp_path)

    assert main(["token", "hr", "--also", "approver"]) == 0
    claims = jwt.decode(capsys.readouterr().out.strip(), options={"verify_signature": False})
    assert claims["roles"] == ["hr", "approver"]
    assert main(["token", "hr", "--also", "king"]) == 2


@pytest.mark.parametrize(
    ("mode", "role", "code"), [("demo", "king", 2), ("production", "hr", 2), ("demo", "hr", 0)]
)
def test_exit_codes(monkeypatch, tmp_path, mode, role, code):
    monkeypatch.setenv("JINGHENG_HOME", str(tmp_path))
    monkeypatch.setenv("JINGHENG_MODE", mode)
    prepare(tmp_path)

    assert main(["token", role]) == code


def test_where_nothing_was_ever_started_it_makes_nothing(monkeypatch, tmp_path):
    monkeypatch.setenv("JINGHENG_HOME", str(tmp_path / "h"))

    assert main(["token", "hr"]) == 3
    assert list(tmp_path.iterdir()) == []
