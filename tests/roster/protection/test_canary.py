"""P-01 in small: canaries through every flow, then looked for wherever the roster leaves bytes."""

import asyncio
from pathlib import Path
from uuid import uuid4

import asyncpg

from services.kernel.sheet.writing import MEDIA_TYPE, Column, Page, workbook
from tests import conftest
from tests.roster.erasure.steps import approve, propose
from tests.roster.protection.people import tell
from tests.roster.recruitment import steps as recruitment

NUMBERS = ("999999198511230014", "999999198511230030", "999999198511230057")
APPLICANTS = (recruitment.number(771), recruitment.number(772, "20200101"))  # One too young.
WRONG = "999999198511230018"  # Its check character is.
PHONES = ("19912345671", "19912345672", "19912345673", "19912345674")
WORDS = ("金丝雀诊断甲", "金丝雀诊断乙", "金丝雀路七号", "金丝雀异议")
CANARIES = (*NUMBERS, *APPLICANTS, WRONG, *PHONES, *WORDS)
CONTROL = "金丝雀姓名"  # In clear by intention: found, or the search finds nothing at all.


async def _person(roster):
    person = str(uuid4())
    data = {"name": CONTROL, "sex": "male", "category": "officer", "birth_on": "1985-11-23"}
    assert (await tell(roster, person, "person_registered", **data)).status_code == 201
    return person


async def _through_every_flow(roster):
    """What the flows answer, with their status: the only place where a canary may be."""
    one, two = await _person(roster), await _person(roster)
    answers = [
        await tell(roster, one, "identity_recorded", id_number=NUMBERS[0]),
        await tell(roster, two, "identity_recorded", id_number=NUMBERS[0]),  # Taken.
        await tell(roster, two, "identity_recorded", id_number=WRONG),
        await tell(roster, one, "contact_recorded", phone=PHONES[0], address=WORDS[2]),
        await tell(roster, one, "contact_recorded", phone=f"{PHONES[1]}0"),
        await tell(roster, one, "health_check_recorded", conclusion="fit", detail=WORDS[0]),
        await tell(roster, one, "health_check_recorded", conclusion="well", detail=WORDS[1]),
    ]
    event_id = answers[0].json()["events"][0]
    body = {"effective_on": "2010-01-01", "basis": "x", "reason": "x"}
    body["data"] = {"id_number": NUMBERS[1]}
    facts = f"/v1/persons/{one}/facts/identity_recorded"
    answers.append(await roster.send("POST", "roster", f"{facts}/{event_id}/correction", body=body))
    rows = [{"subject": two, "effective_on": "2010-01-01", "data": {"phone": PHONES[1]}}]
    rows.append(rows[0] | {"subject": one})
    rows.append(rows[0] | {"data": {"phone": f"{PHONES[1]}9"}})
    for some in (rows[:2], rows):
        asked = {"basis": "x", "rows": some}
        answers.append(
            await roster.send("POST", "roster", "/v1/imports/contact_recorded", body=asked)
        )
    answers.append(await _workbook(roster, two))
    reveal = {"fields": ["id_number"], "reason": "x", "case_number": "A"}
    search = {"id_number": NUMBERS[1], "reason": "x"}
    answers.append(await roster.send("POST", "roster", f"/v1/persons/{one}/reveal", body=reveal))
    answers.append(await roster.send("POST", "roster", "/v1/persons/search", body=search))
    proposal = (await propose(roster, two)).json()["events"][0]
    answers.append(await approve(roster, two, proposal))
    return one, answers


async def _recruited(roster):
    """Signed up, refused, published, objected to, hired: every step brings or moves a canary."""
    await recruitment.quota(roster, 5)
    batch = await recruitment.opened(roster)
    applied = [
        await recruitment.sign_up(roster, batch, n, id_number=number, phone=PHONES[3], name=CONTROL)
        for n, number in enumerate(APPLICANTS)
    ]
    person = applied[0].json()["subject"]
    await recruitment.select(roster, batch, [person])
    at = f"/{batch}/applications/{person}/objections"
    raised = await recruitment.send(roster, at, {"statement": WORDS[3], "basis": "来信"})
    answer = {"upheld": False, "basis": "核查报告", "reason": "不属实"}
    answered = await recruitment.send(roster, f"{at}/{raised.json()['events'][0]}/answer", answer)
    recruitment.days_later(roster)
    hired = await recruitment.hire(roster, batch, person)
    return [*applied, raised, answered, hired]


async def _workbook(roster, person):
    titles = ("subject", "effective_on", "basis", "id_number")
    data = workbook(
        [Page("表", [Column(t) for t in titles], [[person, "2010-01-01", "x", NUMBERS[2]]])]
    )
    headers = {"Content-Type": MEDIA_TYPE}
    path = "/v1/workbooks/identity_recorded?basis=x"
    return await roster.send("POST", "roster", path, headers=headers, content=data)


async def _bytes_left(roster):
    """Heap, indexes and write-ahead log of this database and of the keystore."""
    connection = await asyncpg.connect(conftest.server_url())
    await connection.execute("checkpoint")
    folders = [
        await connection.fetchval(
            "select 'base/' || oid from pg_database where datname = $1", url.rpartition("/")[2]
        )
        for url in (roster.settings.database_url(name) for name in ("roster", "keys"))
    ]
    data = Path(await connection.fetchval("show data_directory"))
    await connection.close()
    files = [file for name in (*folders, "pg_wal") for file in (data / name).rglob("*")]
    return await asyncio.to_thread(_contents, files)


def _contents(files):
    return [(str(file), file.read_bytes()) for file in files if file.is_file()]


async def test_no_canary_is_anywhere_but_in_the_answers_meant_for_it(roster, capfd):
    one, answers = await _through_every_flow(roster)
    recruited = await _recruited(roster)
    assert [a.status_code for a in recruited] == [201, 422, 201, 201, 201]
    assert [a.status_code for a in answers] == [
        *(201, 409, 422, 201, 422, 201, 422),
        *(201, 201, 422, 201, 200, 200, 201),
    ]
    for answer in [*answers, *recruited]:
        if answer.status_code >= 400 or answer.status_code == 201:
            assert not [c for c in CANARIES if c in answer.text], answer.text
    feed = await roster.get("roster", "/v1/feed?after=0&limit=1000", role="system")
    lists = await roster.get("roster", "/v1/persons")
    sheet = await roster.get("roster", "/v1/persons?format=xlsx")
    auditor = await roster.get("roster", f"/v1/persons/{one}/file", role="auditor")
    left = [*(await _bytes_left(roster)), *(("log", text.encode()) for text in capfd.readouterr())]
    left += [(str(a.url), a.content) for a in (feed, lists, sheet, auditor)]
    assert feed.status_code == 200

    found = {(c, name) for name, content in left for c in CANARIES if c.encode() in content}
    assert found == set()
    assert [name for name, content in left if CONTROL.encode() in content and "base/" in name]
    assert [name for name, content in left if CONTROL.encode() in content and "pg_wal" in name]
