"""Environment variables, typed and checked at start; fails with the name of the wrong one.

Defaults make one laptop work (mode `demo`). In mode `production` nothing that names another
machine or holds a secret has a default: asking for it says which variable is missing.
"""

import hashlib
import os
import tomllib
from collections.abc import Mapping
from pathlib import Path
from typing import Annotated, Any, Literal, get_args

from pydantic import AfterValidator, Field, SecretStr, ValidationError
from pydantic.fields import FieldInfo
from pydantic_settings import BaseSettings, PydanticBaseSettingsSource, SettingsConfigDict

from services.kernel.errors import Text

REPOSITORY = Path(__file__).resolve().parents[2]
Room = Literal["roster", "assessment", "training", "gateway"]
ROOMS: tuple[Room, ...] = ("roster", "assessment", "training", "gateway")
Store = Room | Literal["keys"]  # What has a database: the rooms, and the roster's keystore.
STORES: tuple[Store, ...] = (*ROOMS, "keys")
PORT_OFFSETS: Mapping[str, int] = {
    "gateway": 0,
    "roster": 1,
    "assessment": 2,
    "training": 3,
    "issuer": 4,
    "postgres": 10,
    "kafka": 20,
    "kafka_controller": 21,
}
PORT_BASE_MAX = 65_535 - max(PORT_OFFSETS.values())


class SettingsWrong(Exception):
    """A variable is missing or not allowed; the text names it and what would be right."""

    def __init__(self, zh: str, en: str) -> None:
        super().__init__(en)
        self.text = Text(zh, en)


def _web_address(value: str) -> str:
    if not value.startswith(("http://", "https://")):
        raise ValueError("must start with http:// or https://")
    return value.rstrip("/")


def _postgresql_address(value: SecretStr) -> SecretStr:
    if not value.get_secret_value().startswith(("postgresql://", "postgresql+asyncpg://")):
        raise ValueError("must start with postgresql:// (user:password@host:port/database)")
    return value


WebAddress = Annotated[str, AfterValidator(_web_address)]
DatabaseAddress = Annotated[SecretStr, AfterValidator(_postgresql_address)]


class _SecretFiles(PydanticBaseSettingsSource):
    """Reads `NAME_FILE` for every secret `NAME`, as container engines hand secrets over."""

    def get_field_value(self, field: FieldInfo, field_name: str) -> tuple[Any, str, bool]:
        name = str(field.validation_alias or field_name)
        path = os.environ.get(f"{name}_FILE")
        if path is None or not _holds_secret(field.annotation):
            return None, name, False
        if name in os.environ:
            raise SettingsWrong(
                f"{name} 与 {name}_FILE 同时设置；只保留一个。",
                f"{name} and {name}_FILE are both set; keep one of them.",
            )
        try:
            return Path(path).read_text(encoding="utf-8").strip(), name, False
        except OSError as error:
            raise SettingsWrong(
                f"{name}_FILE={path} 无法读取：{error.strerror}。",
                f"{name}_FILE={path} cannot be read: {error.strerror}.",
            ) from error

    def __call__(self) -> dict[str, Any]:
        found = (
            self.get_field_value(field, name)
            for name, field in self.settings_cls.model_fields.items()
        )
        return {name: value for value, name, _ in found if value is not None}


def _holds_secret(annotation: Any) -> bool:  # noqa: ANN401  # Any type expression.
    return annotation is SecretStr or any(map(_holds_secret, get_args(annotation)))


def _variable(name: str, default: Any = None) -> Any:  # noqa: ANN401  # pydantic's Field is Any, too.
    return Field(default=default, validation_alias=name)


class Settings(BaseSettings):
    """All variables of every process; a process asks only for what it needs."""

    model_config = SettingsConfigDict(extra="ignore", frozen=True, env_ignore_empty=True)

    mode: Literal["demo", "production"] = _variable("JINGHENG_MODE", "demo")
    home: Path = Field(
        default_factory=lambda: default_home(),  # noqa: PLW0108  # Defined below.
        validation_alias="JINGHENG_HOME",
    )
    port_base: int = Field(
        default=8700, ge=1024, le=PORT_BASE_MAX, validation_alias="JINGHENG_PORT_BASE"
    )
    host: str = _variable("JINGHENG_HOST", "127.0.0.1")
    bureau: str = Field(  # Whose choices apply: a folder of policies/bureaus.
        default="r0", pattern="^[a-z][a-z0-9_-]{0,30}$", validation_alias="JINGHENG_BUREAU"
    )
    chain_hash: Literal["sha256", "sm3"] = _variable("JINGHENG_CHAIN_HASH", "sha256")
    worker_port: int | None = Field(  # The door of a relay or a follower; None: it has none.
        default=None, ge=1024, le=65_535, validation_alias="JINGHENG_WORKER_PORT"
    )
    log_level: Literal["debug", "info", "warning", "error"] = _variable(
        "JINGHENG_LOG_LEVEL", "info"
    )
    otlp_endpoint: WebAddress | None = _variable("OTEL_EXPORTER_OTLP_ENDPOINT")

    roster_database_url: DatabaseAddress | None = _variable("ROSTER_DATABASE_URL")
    assessment_database_url: DatabaseAddress | None = _variable("ASSESSMENT_DATABASE_URL")
    training_database_url: DatabaseAddress | None = _variable("TRAINING_DATABASE_URL")
    gateway_database_url: DatabaseAddress | None = _variable("GATEWAY_DATABASE_URL")
    keys_database_url: DatabaseAddress | None = _variable("KEYS_DATABASE_URL")  # Roster only.
    # The owner may change the schema; only `migrate` is given these.
    roster_owner_database_url: DatabaseAddress | None = _variable("ROSTER_OWNER_DATABASE_URL")
    assessment_owner_database_url: DatabaseAddress | None = _variable(
        "ASSESSMENT_OWNER_DATABASE_URL"
    )
    training_owner_database_url: DatabaseAddress | None = _variable("TRAINING_OWNER_DATABASE_URL")
    gateway_owner_database_url: DatabaseAddress | None = _variable("GATEWAY_OWNER_DATABASE_URL")
    keys_owner_database_url: DatabaseAddress | None = _variable("KEYS_OWNER_DATABASE_URL")

    # Files, because `keys rotate` adds a generation while the roster runs.
    kek_file: Path | None = _variable("JINGHENG_KEK_FILE")
    blind_index_key_file: Path | None = _variable("JINGHENG_BLIND_INDEX_KEY_FILE")
    seal_algorithm: Literal["aes-256-gcm", "sm4-gcm"] = _variable(
        "JINGHENG_SEAL_ALGORITHM", "aes-256-gcm"
    )

    roster_url: WebAddress | None = _variable("ROSTER_URL")
    assessment_url: WebAddress | None = _variable("ASSESSMENT_URL")
    training_url: WebAddress | None = _variable("TRAINING_URL")
    gateway_url: WebAddress | None = _variable("GATEWAY_URL")

    oidc_issuer: WebAddress | None = _variable("OIDC_ISSUER")
    oidc_audience: str = _variable("OIDC_AUDIENCE", "jingheng")
    oidc_jwks_url: WebAddress | None = _variable("OIDC_JWKS_URL")
    oidc_token_url: WebAddress | None = _variable("OIDC_TOKEN_URL")
    oidc_roles_at: str = Field(  # Keycloak: realm_access.roles
        default="roles", pattern=r"^[a-z_]+(\.[a-z_]+)*$", validation_alias="OIDC_ROLES_AT"
    )
    oidc_plain_jwt: bool = _variable("OIDC_PLAIN_JWT", default=False)  # Keycloak: true
    client_secret: SecretStr | None = _variable("JINGHENG_CLIENT_SECRET")

    kafka_bootstrap_servers: str | None = Field(
        default=None,
        pattern=r"^[^,:\s]+:\d+(,[^,:\s]+:\d+)*$",
        validation_alias="KAFKA_BOOTSTRAP_SERVERS",
    )
    # Never changed in place: a person would move to another partition.
    kafka_partitions: int = Field(default=12, ge=1, le=1_000, validation_alias="KAFKA_PARTITIONS")
    kafka_replication: int = Field(default=1, ge=1, le=9, validation_alias="KAFKA_REPLICATION")
    # Who this follower is in Kafka's consumer group; one that keeps its name over a restart has its
    # partitions again at once, two of one name shut each other out.
    follower_instance: str = Field(
        default="",
        pattern=r"^[A-Za-z0-9._-]{0,200}$",
        validation_alias="JINGHENG_FOLLOWER_INSTANCE",
    )
    kafka_security_protocol: Literal["PLAINTEXT", "SSL", "SASL_PLAINTEXT", "SASL_SSL"] = _variable(
        "KAFKA_SECURITY_PROTOCOL", "PLAINTEXT"
    )
    kafka_sasl_mechanism: Literal["PLAIN", "SCRAM-SHA-256", "SCRAM-SHA-512"] | None = _variable(
        "KAFKA_SASL_MECHANISM"
    )
    kafka_sasl_username: str | None = _variable("KAFKA_SASL_USERNAME")
    kafka_sasl_password: SecretStr | None = _variable("KAFKA_SASL_PASSWORD")
    kafka_ssl_cafile: Path | None = _variable("KAFKA_SSL_CAFILE")
    kafka_ssl_certfile: Path | None = _variable("KAFKA_SSL_CERTFILE")
    kafka_ssl_keyfile: Path | None = _variable("KAFKA_SSL_KEYFILE")
    kafka_ssl_check_hostname: bool = _variable("KAFKA_SSL_CHECK_HOSTNAME", default=True)

    @classmethod
    def settings_customise_sources(
        cls,
        settings_cls: type[BaseSettings],
        init_settings: PydanticBaseSettingsSource,
        env_settings: PydanticBaseSettingsSource,
        dotenv_settings: PydanticBaseSettingsSource,
        file_secret_settings: PydanticBaseSettingsSource,
    ) -> tuple[PydanticBaseSettingsSource, ...]:
        """What is given, then files of secrets, then the environment; never a .env file."""
        del dotenv_settings, file_secret_settings
        return init_settings, _SecretFiles(settings_cls), env_settings

    def port(self, process: str) -> int:
        return self.port_base + PORT_OFFSETS[process]

    def database_url(self, room: Store, *, owner: bool = False) -> str:
        """The address of one store's database; the embedded server's own when on one machine."""
        field = f"{room}_owner_database_url" if owner else f"{room}_database_url"
        given: SecretStr | None = getattr(self, field)
        if given is not None:
            return given.get_secret_value()
        embedded = self.secret_file(f"{room}_owner.url" if owner else f"{room}_app.url")
        if self.mode == "demo" and embedded.is_file():
            return embedded.read_text(encoding="utf-8").strip()
        if self.mode == "demo":
            raise SettingsWrong(
                f"{self.home} 尚无数据：请先 ./jingheng up，或设置 {field.upper()}。",
                f"nothing in {self.home} yet: ./jingheng up first, or set {field.upper()}.",
            )
        raise missing(field.upper(), "postgresql://user:password@host:5432/" + room)

    def has_keystore(self) -> bool:
        """Whether this process could reach it: an auditor of rooms need not."""
        return self.keys_database_url is not None or self.secret_file("keys_app.url").is_file()

    def secret_file(self, name: str) -> Path:
        return self.home / "secrets" / name

    def key_file(self, variable: str, given: Path | None, own: str) -> Path:
        """Where a key of the roster is: in the home folder only of a demonstration."""
        if given is None and self.mode == "production":
            raise missing(variable, f"/run/secrets/{own}")
        return given or self.secret_file(own)

    def upstream_url(self, room: Room) -> str:
        return self._address(f"{room}_url", room)

    def issuer_url(self) -> str:
        return self._address("oidc_issuer", "issuer")

    def token_url(self) -> str:
        return self.oidc_token_url or f"{self.issuer_url()}/token"

    def jwks_url(self) -> str | None:
        """None means: ask the issuer's discovery document."""
        return self.oidc_jwks_url

    def _address(self, field: str, process: str) -> str:
        given: str | None = getattr(self, field)
        if given is not None:
            return given
        if self.mode == "production":
            raise missing(field.upper(), "https://host[:port]")
        return f"http://127.0.0.1:{self.port(process)}"


def missing(variable: str, example: str) -> SettingsWrong:
    return SettingsWrong(
        f"缺少环境变量 {variable}（例：{example}）。",
        f"The variable {variable} is not set (example: {example}).",
    )


def load(**given: object) -> Settings:
    """The settings of this process; `given` (by variable name) wins over the environment.

    Raises SettingsWrong naming the first wrong variable and what is allowed.
    """
    try:
        found = Settings(**{name: value for name, value in given.items() if value is not None})  # type: ignore[arg-type]
    except ValidationError as error:
        # The submitted value is left out: it may be a secret.
        wrong = error.errors(include_url=False, include_input=False)[0]
        name, why = wrong["loc"][0] if wrong["loc"] else "?", wrong["msg"]
        raise SettingsWrong(
            f"环境变量 {name} 不正确：{why}。", f"{name} is wrong: {why}."
        ) from None
    return found.model_copy(update={"home": found.home.expanduser().absolute()})


def default_home() -> Path:
    """`.jingheng` in the repository; elsewhere when that place cannot serve.

    A read-only tree sends the data to the user's state folder. Root may sit in a folder closed to
    others (`/root`), where the account that PostgreSQL runs under could not reach its own data.
    """
    tag = hashlib.sha256(str(REPOSITORY).encode()).hexdigest()[:12]
    if os.geteuid() == 0:
        open_to_all = all(p.stat().st_mode & 0o001 for p in (REPOSITORY, *REPOSITORY.parents))
        if not open_to_all:
            return Path("/var/lib/jingheng") / tag
    if os.access(REPOSITORY, os.W_OK) or (REPOSITORY / ".jingheng").is_dir():
        return REPOSITORY / ".jingheng"
    state = os.environ.get("XDG_STATE_HOME") or Path.home() / ".local" / "state"
    return Path(state) / "jingheng" / tag


def version() -> str:
    """The product's version, as pyproject.toml says it."""
    with (REPOSITORY / "pyproject.toml").open("rb") as file:
        return str(tomllib.load(file)["project"]["version"])
