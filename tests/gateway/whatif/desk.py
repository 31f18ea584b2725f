"""A small bureau with two units, and what is asked about it, over HTTP on real databases."""

from dataclasses import dataclass
from typing import Any

from tests.gateway.conftest import Gateway
from tests.gateway.on_file import POLICIES

MONTHS = {"first_month": "2024-01", "last_month": "2024-03"}


def draft(name: str, old: str, new: str, *, on: str = "2024-02-01", layer: str = "r0") -> dict:
    """The published version with one change, as a draft from a day on."""
    folder = "law" if layer == "law" else f"bureaus/{layer}"
    path = max((POLICIES / folder / name).glob("*.yaml"))
    text = path.read_text(encoding="utf-8")
    assert old in text
    return {"name": "raise.yaml", "text": text.replace(path.stem, on).replace(old, new)}


RAISE = draft("auxiliary_pay", "5: 750", "5: 850")


@dataclass
class Desk:
    gateway: Gateway

    async def auxiliary(self, name: str, unit: str, level: int = 5) -> str:
        person, since = await self.gateway.register(name, "auxiliary_duty"), "2022-12-10"
        for slug, day, data in (
            ("service_entered", "2019-12-10", {"category": "auxiliary_duty"}),
            ("unit_assigned", since, {"unit_id": unit}),
            ("auxiliary_level_awarded", since, {"level": level}),
            ("duty_post_assigned", since, {"duty_post": "一线勤务"}),
            ("contribution_base_set", since, {"average_monthly_wage_fen": 520_000}),
        ):
            await self.gateway.record("roster", person, slug, day, **data)
        return person

    async def officer(self, name: str, unit: str) -> str:
        """二级警司 since June 2021: due on 1 June 2024."""
        person, since = await self.gateway.register(name), "2021-06-01"
        for slug, data in (
            ("service_entered", {"category": "officer"}),
            ("unit_assigned", {"unit_id": unit}),
            ("post_assigned", {"post_grade": "科员"}),
            ("rank_awarded", {"rank": "二级警司"}),
            ("pay_item_set", {"item": "post", "monthly_fen": 900_000}),
            ("contribution_base_set", {"average_monthly_wage_fen": 900_000}),
        ):
            await self.gateway.record("roster", person, slug, since, **data)
        return person

    async def ask(self, status: int = 200, role: str = "hr", **body: Any) -> dict[str, Any]:
        await self.gateway.catch_up()
        answer = await self.gateway.send("POST", "gateway", "/v1/what-if", role=role, body=body)
        assert answer.status_code == status, answer.text
        return answer.json()

    async def tables(self) -> dict[str, tuple[int, str]]:
        """Rows and content of every table of the gateway, in one hash each."""
        pool = self.gateway.apps["gateway"].state.pool
        names = await pool.fetch(
            "select tablename from pg_tables where schemaname = 'public' order by 1"
        )
        found = {}
        for (name,) in names:
            row = await pool.fetchrow(
                f"select count(*), md5(coalesce(string_agg(t::text, '|' order by t::text), '')) "
                f'from "{name}" t'
            )
            found[name] = (row[0], row[1])
        return found
