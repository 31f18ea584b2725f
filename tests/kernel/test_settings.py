"""Settings: defaults for one laptop, secrets by file, and refusals that name the variable."""

import pytest

from services.kernel.settings import PORT_OFFSETS, SettingsWrong, load


@pytest.fixture(autouse=True)
def _clean(monkeypatch, tmp_path):
    for name in ("JINGHENG_MODE", "JINGHENG_PORT_BASE", "KAFKA_BOOTSTRAP_SERVERS"):
        monkeypatch.delenv(name, raising=False)
    monkeypatch.setenv("JINGHENG_HOME", str(tmp_path))


def test_one_laptop_needs_no_variables():
    settings = load()

    assert settings.mode == "demo"
    assert settings.upstream_url("roster") == "http://127.0.0.1:8701"
    assert settings.issuer_url() == "http://127.0.0.1:8704"
    assert len(set(PORT_OFFSETS.values())) == len(PORT_OFFSETS)


@pytest.mark.parametrize(
    ("name", "value", "allowed"),
    [
        ("JINGHENG_MODE", "prod", "'demo' or 'production'"),
        ("JINGHENG_PORT_BASE", "80", "1024"),
        ("JINGHENG_PORT_BASE", "many", "integer"),
        ("JINGHENG_CHAIN_HASH", "md5", "'sha256' or 'sm3'"),
        ("JINGHENG_LOG_LEVEL", "loud", "'debug'"),
        ("ROSTER_DATABASE_URL", "mysql://u:hidden@h/d", "postgresql://"),
        ("ROSTER_URL", "roster:80", "http://"),
        ("KAFKA_BOOTSTRAP_SERVERS", "kafka", "pattern"),
    ],
)
def test_a_wrong_variable_is_named_with_what_is_allowed(monkeypatch, name, value, allowed):
    monkeypatch.setenv(name, value)

    with pytest.raises(SettingsWrong) as wrong:
        load()

    assert name in wrong.value.text.en
    assert name in wrong.value.text.zh
    assert allowed in wrong.value.text.en
    assert "hidden" not in wrong.value.text.en


def test_a_secret_may_come_from_a_file(monkeypatch, tmp_path):
    (tmp_path / "secret").write_text("postgresql://u:p@h/roster\n")
    monkeypatch.setenv("ROSTER_DATABASE_URL_FILE", str(tmp_path / "secret"))

    assert load().database_url("roster") == "postgresql://u:p@h/roster"
    assert "u:p" not in repr(load())


def test_a_secret_twice_is_refused(monkeypatch, tmp_path):
    monkeypatch.setenv("ROSTER_DATABASE_URL_FILE", str(tmp_path / "secret"))
    monkeypatch.setenv("ROSTER_DATABASE_URL", "postgresql://u:p@h/roster")

    with pytest.raises(SettingsWrong, match="both set"):
        load()


def test_a_secret_file_that_is_not_there_is_named(monkeypatch, tmp_path):
    monkeypatch.setenv("ROSTER_DATABASE_URL_FILE", str(tmp_path / "absent"))

    with pytest.raises(SettingsWrong, match=r"ROSTER_DATABASE_URL_FILE=.*absent"):
        load()


def test_only_in_demo_mode_the_embedded_database_is_found_by_itself(monkeypatch, tmp_path):
    (tmp_path / "secrets").mkdir()
    (tmp_path / "secrets" / "roster_app.url").write_text("postgresql://a@127.0.0.1/roster")

    assert load().database_url("roster") == "postgresql://a@127.0.0.1/roster"
    monkeypatch.setenv("JINGHENG_MODE", "production")
    with pytest.raises(SettingsWrong, match="ROSTER_DATABASE_URL is not set"):
        load().database_url("roster")
    with pytest.raises(SettingsWrong, match="OIDC_ISSUER is not set"):
        load().issuer_url()


def test_what_is_given_wins_over_the_environment(monkeypatch):
    monkeypatch.setenv("JINGHENG_PORT_BASE", "9000")

    assert load().port("kafka") == 9020
    assert load(JINGHENG_PORT_BASE=9100).port("gateway") == 9100
