"""`token ROLE`: a demonstration access token; only from the development issuer."""

import json
from typing import Annotated

import typer

from services.cli.language import say
from services.cli.options import HomeOption, JsonOption
from services.cli.summary import as_running
from services.kernel.embedded.home import is_ours
from services.kernel.embedded.problem import NOT_RUNNING, Problem
from services.kernel.settings import Settings, load

app = typer.Typer(add_completion=False)

# Role -> (subject of the token, roles, whether it speaks for a person of the demonstration).
DEMO_HOURS = 12


def demo_tokens(settings: Settings) -> dict[str, str]:
    """One token for each role of the demonstration, good for half a day."""
    from services.cli.demo_people import cast  # noqa: PLC0415  quick --help
    from services.cli.issuer import dev_issuer  # noqa: PLC0415

    issuer = dev_issuer(settings)
    return {
        role: issuer.mint(f"demo:{role}", (role,), person_id=person_id, seconds=DEMO_HOURS * 3600)
        for role, person_id in cast().items()
    }


@app.command()
def token(
    role: Annotated[
        str,
        typer.Argument(
            help=say(
                "角色：hr、unit_leader、officer、auditor 等",
                "hr, unit_leader, officer, auditor ...",
            )
        ),
    ] = "hr",
    person: Annotated[
        str | None, typer.Option(help=say("代表此人员编号", "Speak for this person id"))
    ] = None,
    also: Annotated[
        str | None, typer.Option(help=say("同时具有的另一角色", "Another role of the same person"))
    ] = None,
    home_folder: HomeOption = None,
    as_json: JsonOption = False,
) -> None:
    """Print one token; `Authorization: Bearer $(./jingheng token hr)`."""
    from services.cli.demo_people import cast  # noqa: PLC0415  quick --help
    from services.cli.issuer import dev_issuer  # noqa: PLC0415
    from services.kernel.web.permissions import Role  # noqa: PLC0415

    allowed = [known.value for known in Role]
    roles = (role,) if also is None else (role, also)
    for one in roles:
        if one not in allowed:
            raise typer.BadParameter(f"{one!r}: allowed are {', '.join(allowed)}")
    settings = as_running(load(JINGHENG_HOME=str(home_folder) if home_folder else None))
    if settings.mode == "production":
        raise typer.BadParameter("production tokens come from the bureau's identity provider")
    if not is_ours(settings.home):
        raise Problem(
            f"{settings.home} 尚未启动过；请先 ./jingheng up。",
            f"Nothing was ever started in {settings.home}: ./jingheng up first.",
            exit_code=NOT_RUNNING,
        )
    minted = dev_issuer(settings).mint(
        f"demo:{role}:{person}" if person else f"demo:{role}",  # Two people are two subjects.
        roles,
        person_id=person or cast().get(role),
        seconds=DEMO_HOURS * 3600,
    )
    typer.echo(json.dumps({"role": role, "token": minted}) if as_json else minted)
