"""KAFKA_* settings: whole or refused, by the name of the variable, before any broker is asked."""

import pytest

from services.kernel.settings import SettingsWrong, load
from services.kernel.stream.options import kafka_options

SASL = {
    "KAFKA_BOOTSTRAP_SERVERS": "a:1",
    "KAFKA_SECURITY_PROTOCOL": "SASL_SSL",
    "KAFKA_SASL_MECHANISM": "SCRAM-SHA-512",
    "KAFKA_SASL_USERNAME": "relay",
    "KAFKA_SASL_PASSWORD": "secret",
}


def test_kafka_is_asked_for_only_by_who_needs_it():
    with pytest.raises(SettingsWrong, match="KAFKA_BOOTSTRAP_SERVERS is not set"):
        kafka_options(load())

    assert kafka_options(load(KAFKA_BOOTSTRAP_SERVERS="a:1,b:2")) == {
        "bootstrap_servers": ["a:1", "b:2"],
        "security_protocol": "PLAINTEXT",
        "ssl_check_hostname": True,
    }


def test_the_password_comes_by_file_and_is_not_shown(monkeypatch, tmp_path):
    (tmp_path / "password").write_text("hidden\n")
    monkeypatch.setenv("KAFKA_SASL_PASSWORD_FILE", str(tmp_path / "password"))
    settings = load(**{name: value for name, value in SASL.items() if "PASSWORD" not in name})

    assert kafka_options(settings)["sasl_plain_password"] == "hidden"
    assert "hidden" not in repr(settings)


@pytest.mark.parametrize(
    "lacking", ["KAFKA_SASL_MECHANISM", "KAFKA_SASL_USERNAME", "KAFKA_SASL_PASSWORD"]
)
def test_half_a_name_is_refused(lacking):
    given = {name: value for name, value in SASL.items() if name != lacking}
    with pytest.raises(SettingsWrong, match=f"{lacking}.* is not set"):
        kafka_options(load(**given))


@pytest.mark.parametrize("name", ["KAFKA_SSL_CAFILE", "KAFKA_SSL_CERTFILE", "KAFKA_SSL_KEYFILE"])
def test_a_file_that_cannot_be_read_is_named(tmp_path, name):
    with pytest.raises(SettingsWrong, match=rf"{name}=.*absent cannot be read: No such file"):
        kafka_options(load(**SASL, **{name: str(tmp_path / "absent")}))
