"""replay: every recorded decision again; exit code 1 when one differs."""

import json

from tests.cli.test_decide import _officer, _run, bureau  # noqa: F401  the same fixture


async def _record(bureau, person: str) -> None:  # noqa: F811
    answer = await bureau.send(
        "POST", "gateway", f"/v1/persons/{person}/decisions/police_rank?as_of=2024-06-01", body={}
    )
    assert answer.status_code == 201, answer.text


async def test_equal_decisions_are_counted(bureau, capsys):  # noqa: F811
    for _ in range(3):
        await _record(bureau, await _officer(bureau))

    assert await _run("replay") == 0
    assert "3 / 3" in capsys.readouterr().out


async def test_facts_changed_behind_our_back_are_told(bureau, capsys):  # noqa: F811
    person = await _officer(bureau)
    await _record(bureau, person)
    pool = bureau.apps["gateway"].state.pool
    await pool.execute("update facts set effective_on = '2021-07-01' where subject = $1", person)

    assert await _run("replay", "--json") == 1
    found = json.loads(capsys.readouterr().out.splitlines()[-1])
    assert [one["problem"] for one in found["differ"]] == ["answer_differs"]
