"""The `KAFKA_*` settings as kafka-python's keyword arguments; refuses what is half set."""

from pathlib import Path
from typing import Final

from services.kernel.settings import Settings, SettingsWrong, missing

_FILES: Final = ("ssl_cafile", "ssl_certfile", "ssl_keyfile")


def kafka_options(settings: Settings) -> dict[str, object]:
    """Without those that are not set. Raises SettingsWrong naming the variable that is at fault."""
    if settings.kafka_bootstrap_servers is None:
        raise missing("KAFKA_BOOTSTRAP_SERVERS", "host:9092,host:9092")
    password = settings.kafka_sasl_password
    options: dict[str, object | None] = {
        "bootstrap_servers": settings.kafka_bootstrap_servers.split(","),
        "security_protocol": settings.kafka_security_protocol,
        "ssl_check_hostname": settings.kafka_ssl_check_hostname,
    }
    if settings.kafka_security_protocol.startswith("SASL"):
        options |= {
            "sasl_mechanism": settings.kafka_sasl_mechanism,
            "sasl_plain_username": settings.kafka_sasl_username,
            "sasl_plain_password": password.get_secret_value() if password else None,
        }
        _whole(options)
    for name in _FILES:
        path: Path | None = getattr(settings, f"kafka_{name}")
        options[name] = _readable(f"KAFKA_{name.upper()}", path) if path else None
    return {name: value for name, value in options.items() if value is not None}


def _whole(options: dict[str, object | None]) -> None:
    """A name to be told needs all three; the rest would be found out by the broker only."""
    for name, variable, example in (
        ("sasl_mechanism", "KAFKA_SASL_MECHANISM", "SCRAM-SHA-512"),
        ("sasl_plain_username", "KAFKA_SASL_USERNAME", "relay"),
        ("sasl_plain_password", "KAFKA_SASL_PASSWORD_FILE", "/run/secrets/kafka_relay"),
    ):
        if not options[name]:
            raise missing(variable, example)


def _readable(variable: str, path: Path) -> str:
    try:
        with path.open("rb"):
            return str(path)
    except OSError as fault:
        raise SettingsWrong(
            f"{variable}={path} 无法读取：{fault.strerror}。",
            f"{variable}={path} cannot be read: {fault.strerror}.",
        ) from fault
