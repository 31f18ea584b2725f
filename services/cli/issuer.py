"""`issuer`: the development identity provider as a process; refuses production."""

import secrets
from datetime import UTC, datetime

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
            file.parent.mkdir(parents=True, exist_ok=True)
            file.touch(mode=0o600)
            file.write_text(secrets.token_urlsafe(32), encoding="utf-8")
        found[room] = file.read_text(encoding="utf-8").strip()
    return found


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
