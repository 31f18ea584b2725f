"""The steps of recruitment over HTTP, in a small bureau with a quota."""

from datetime import timedelta
from types import SimpleNamespace

from services.cli.issuer import dev_issuer
from services.kernel.web.clocks import day_of
from services.roster.identity.id_number import check_character
from tests.bureau import utc_now
from tests.roster.organisation.bureau_of import made, unit_fact
from tests.roster.recruitment.streams import called

ROOT = "/v1/recruitments"
TODAY = day_of(utc_now())
PHONE = "13800000000"
SCORES = ("exam", "written"), ("exam", "interview")
FITNESS = ("shuttle_run", "distance_run", "vertical_jump")


def number(sequence, birth="19990101"):
    """A fictional ID number: area 999999."""
    first = f"999999{birth}{sequence:03}"
    return first + check_character(first)


async def quota(roster, places, category="auxiliary_duty", unit="station"):
    await made(roster)
    data = {"category": category, "places": places}
    answer = await unit_fact(roster, unit, "unit_quota_approved", "2020-01-01", **data)
    assert answer.status_code == 201, answer.text


async def send(roster, path, /, body, **more):
    return await roster.send("POST", "roster", f"{ROOT}{path}", body=body, **more)


def post(**more):
    told = {"post_no": "01", "unit_id": "team-1", "category": "auxiliary_duty", "places": 1}
    return told | {"duty_post": "frontline"} | more


async def open_batch(roster, *posts, last_day=None, **more):
    body = {"title": "春季招录", "last_day": last_day or str(TODAY), "basis": "招录方案"}
    body["posts"] = list(posts) or [post()]
    return await send(roster, "", body, **more)


async def opened(roster, *posts):
    answer = await open_batch(roster, *posts)
    assert answer.status_code == 201, answer.text
    return answer.json()["subject"]


async def sign_up(roster, batch, sequence=1, /, *, key=None, role="hr", person=None, **more):
    body = {
        "post_no": "01",
        "channel": "open_call",
        "name": called(sequence),
        "id_number": number(sequence),
        "phone": PHONE,
        "education": "college",
        "basis": "报名表",
    }
    who = {"role": role} | ({"key": key} if key else {}) | ({"person": person} if person else {})
    return await send(roster, f"/{batch}/applications", body | more, **who)


async def signed_up(roster, batch, sequence=1, /, **more):
    answer = await sign_up(roster, batch, sequence, **more)
    assert answer.status_code == 201, answer.text
    return answer.json()["subject"]


async def paper(roster, batch, step, **more):
    return await send(roster, f"/{batch}/{step}", {"basis": "局务会纪要"} | more)


def row(person, kind, **more):
    return {"person_id": person, "held_on": str(TODAY), "result": {"kind": kind} | more}


def passed(person, score=8000):
    """Every result a duty auxiliary needs."""
    items = [{"item": item, "passed": True} for item in FITNESS]
    return [
        row(person, "exam", part="written", score=score),
        row(person, "exam", part="interview", score=8000),
        row(person, "fitness", items=items),
        row(person, "medical", passed=True),
        row(person, "vetting", passed=True),
    ]


async def give(roster, batch, rows, **more):
    return await send(
        roster, f"/{batch}/results", {"basis": "第三方考试机构函", "rows": rows}, **more
    )


async def give_one(roster, batch, person, kind, /, **more):
    body = row(person, kind, **more) | {"basis": "医院函"}
    body.pop("person_id")
    return await send(roster, f"/{batch}/applications/{person}/results", body)


async def published(roster, *posts, people=1, chosen=()):
    """A batch whose candidates are published, the days of it over; and who applied."""
    batch = await opened(roster, *posts)
    applied = [await signed_up(roster, batch, n) for n in range(1, people + 1)]
    await select(roster, batch, applied, chosen)
    days_later(roster)
    return SimpleNamespace(batch=batch, people=applied)


async def select(roster, batch, applied, chosen=()):
    rows = [one for n, person in enumerate(applied) for one in passed(person, 9000 - n)]
    for step in (
        await paper(roster, batch, "closing"),
        await give(roster, batch, rows),
        await paper(roster, batch, "ranking"),
        await paper(roster, batch, "publicity", chosen=list(chosen)),
    ):
        assert step.status_code == 201, step.text


def days_later(roster, days=7):
    """The roster's clock goes forward; a token of that day is issued by the same clock."""
    parts = roster.apps["roster"].state.parts
    later = timedelta(days=days)
    object.__setattr__(parts, "clock", lambda: utc_now() + later)


def day(days=7):
    return str(TODAY + timedelta(days=days))


async def hire(roster, batch, person, /, *, role="approver", **more):
    who = {name: more.pop(name) for name in ("key", "person") if name in more}
    body = {"person_id": person, "effective_on": day(), "basis": "录用审批表"}
    body["contract"] = {"kind": "fixed", "last_day": "2029-12-31", "agreed_wage_fen": 300_000}
    return await send(roster, f"/{batch}/hires", body | more, role=role, **who)


def as_subject(roster, sub, role):
    """Every token from here on is this one's."""
    roster.token = lambda *_: dev_issuer(roster.settings).mint(sub, (role,), person_id=None)
