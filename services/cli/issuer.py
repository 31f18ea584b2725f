"""`issuer`: the development identity provider as a process; refuses production."""

import secrets
from contextlib import suppress
from datetime import UTC, datetime
from pathlib import Path

import typer

from services.kernel.settings import ROOMS, Settings, load
from services.kernel.web.dev_issuer import DevIssuer, SigningKeys, issuer_app

app = typer.Typer(add_completion=False)


def dev_issuer(settings: Settings) -> DevIssuer:
    """The issuer of this home folder; the same key for the process and for `token`."""
    return DevIssuer(
        issuer=settings.issuer_url(),
        audience=settings.oidc_audience,
        keys=SigningKeys(settings.secret_file("issuer.json"), lambda: secrets.token_hex(8)),
        clock=lambda: datetime.now(UTC),
        new_id=lambda: secrets.token_hex(16),
    )


def client_secrets(settings: Settings) -> dict[str, str]:
    """One secret for each room, made at first use, in the home folder."""
    found: dict[str, str] = {}
    for room in ROOMS:
        file = settings.secret_file(f"client_{room}.secret")
        if not file.exists():
            _make(file, secrets.token_urlsafe(32))
        found[room] = file.read_text(encoding="utf-8").strip()
    return found


def _make(file: Path, secret: str) -> None:
    """Whole or not at all: followers and rooms read it while they start beside us."""
    file.parent.mkdir(parents=True, exist_ok=True)
    making = file.with_suffix(f".{secrets.token_hex(4)}")
    making.touch(mode=0o600)
    making.write_text(secret, encoding="utf-8")
    with suppress(FileExistsError):  # Somebody was faster: his stands.
        file.hardlink_to(making)
    making.unlink()


@app.command()
def issuer() -> None:
    """Discovery, keys and client_credentials on port +4 of the port base."""
    from services.kernel.observability import configure_logs  # noqa: PLC0415  quick --help
    from services.kernel.web.serving import run  # noqa: PLC0415

    settings = load()
    configure_logs("issuer", level=settings.log_level)
    application = issuer_app(
        dev_issuer(settings), mode=settings.mode, clients=client_secrets(settings)
    )

    @application.get("/health/ready")
    async def ready() -> dict[str, bool]:
        return {"ready": True}

    run(application, settings.host, settings.port("issuer"))
