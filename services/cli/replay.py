"""`replay`: every recorded decision and pay slip again, of the same facts, byte for byte."""

import asyncio
import json
from typing import Annotated, Any

import typer

from services.cli.language import say, tell
from services.cli.options import HomeOption, JsonOption
from services.kernel.embedded.problem import FAILED

app = typer.Typer(add_completion=False)
SHOWN_MAX = 20


@app.command()
def replay(
    person: Annotated[
        str | None, typer.Option(help=say("只重放此人的判定", "Only this person's decisions"))
    ] = None,
    *,
    home_folder: HomeOption = None,
    as_json: JsonOption = False,
) -> None:
    """Exit code 1 when any recorded decision or slip does not come out the same."""
    counted, differing = asyncio.run(_replay(person, str(home_folder) if home_folder else None))
    if as_json:
        typer.echo(json.dumps({"replayed": counted, "differ": differing}, ensure_ascii=False))
    else:
        for one in differing[:SHOWN_MAX]:
            tell(
                f"{one['event_id']}: {one['problem']} ({one['kind']}, {one['person']})",
                f"{one['event_id']}: {one['problem']} ({one['kind']}, {one['person']})",
            )
        equal = counted - len(differing)
        typer.echo(f"{equal} / {counted} 相同 equal")
    if differing:
        raise typer.Exit(FAILED)


async def _replay(person: str | None, home: str | None) -> tuple[int, list[dict[str, Any]]]:
    from services.cli.summary import as_running  # noqa: PLC0415  quick --help
    from services.gateway.answer import shelves_of  # noqa: PLC0415
    from services.gateway.facts import store  # noqa: PLC0415
    from services.gateway.payroll.one_slip import replay_all  # noqa: PLC0415
    from services.gateway.record.events import DecisionRecorded  # noqa: PLC0415
    from services.gateway.record.replay import positions, replay  # noqa: PLC0415
    from services.kernel.event import decode_fast  # noqa: PLC0415
    from services.kernel.settings import load  # noqa: PLC0415
    from services.kernel.store.log import Log  # noqa: PLC0415
    from services.kernel.store.postgres import connect_pool  # noqa: PLC0415

    settings = as_running(load(JINGHENG_HOME=home))
    pool = await connect_pool(settings.database_url("gateway"), size_max=2)
    shelves = shelves_of(pool, settings.bureau)
    counted, differing = 0, []
    try:
        async for page in Log(pool).pages():
            for event in page:
                if event.type != DecisionRecorded.TYPE or person not in (None, event.subject):
                    continue
                data = decode_fast(event.type, event.data)
                facts = await store.facts_of(pool, event.subject, up_to=positions(data))
                known = await shelves.known(up_to=data.policies_pos or 0)
                found = replay(data, facts, known.shelf)
                counted += 1
                if not found.equal:
                    differing.append(
                        {
                            "event_id": str(event.event_id),
                            "problem": found.problem,
                            "kind": data.kind,
                            "person": event.subject,
                        }
                    )
        async for row, slip in replay_all(pool, shelves, person):
            counted += 1
            if not slip.equal:
                differing.append(
                    {
                        "event_id": f"{row['run_id']}/{row['person_id']}",
                        "problem": slip.problem,
                        "kind": f"pay_slip {row['month']}",
                        "person": row["person_id"],
                    }
                )
    finally:
        await pool.close()
    return counted, differing
