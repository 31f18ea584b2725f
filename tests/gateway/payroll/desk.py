"""People who are paid, and the hands that pay them, over HTTP on real databases."""

from dataclasses import dataclass
from typing import Any

from services.cli.issuer import dev_issuer
from tests.gateway.conftest import Gateway

ACCOUNT = {"bank": "建设银行", "account_no": "6217000012345678901"}
WITHOUT_BODY = ("drawing", "proposal", "release")
MONTHS = ("2024-01", "2024-02", "2024-03", "2024-04")


def account_of(person: str) -> str:
    """Nobody else's."""
    return f"6217{int(person[:8], 16):015}"


@dataclass
class Desk:
    """Finance prepares, two approvers approve; each token has a subject of its own."""

    gateway: Gateway
    first: str | None = None  # Who has the account ACCOUNT; everybody else has another.

    def _account(self, person: str) -> dict[str, str]:
        self.first = self.first or person
        own = ACCOUNT if person == self.first else {"account_no": account_of(person)}
        return ACCOUNT | own

    async def payee(self, name: str = "张三", unit: str = "u1", **more: Any) -> str:
        """An officer with a rank, a post wage, an account, and results for four months."""
        person, since = await self.gateway.register(name), "2020-12-10"
        facts: list[tuple[str, str, dict[str, Any]]] = [
            ("service_entered", "2019-12-10", {"category": "officer"}),
            ("unit_assigned", since, {"unit_id": unit}),
            ("post_assigned", since, {"post_grade": "科员"}),
            ("rank_awarded", since, {"rank": "二级警司"}),
            ("pay_item_set", since, {"item": "post", "monthly_fen": 900_000}),
            ("contribution_base_set", since, {"average_monthly_wage_fen": 900_000}),
            ("bank_account_set", since, self._account(person)),
            *(("attendance_month_recorded", f"{m}-20", {"month": m}) for m in MONTHS),
        ]
        for slug, day, data in facts:
            if slug not in more.get("without", ()):
                await self.gateway.record("roster", person, slug, day, **data)
        return person

    async def promoted(self, person: str, on: str = "2023-12-10") -> str:
        """To 一级警司: 80 yuan a month, 76 before."""
        order = {"rank": "一级警司", "manner": "by_time", "issued_on": on}
        return (await self.gateway.record("roster", person, "rank_awarded", on, **order))["events"][
            0
        ]

    async def post(self, path: str, body: Any = None, *, role: str = "finance", **more: Any) -> Any:
        sub, person = more.pop("sub", f"test:{role}"), more.pop("person", None)
        token = dev_issuer(self.gateway.settings).mint(sub, (role,), person_id=person)
        headers = {"Authorization": f"Bearer {token}"} | more.pop("headers", {})
        return await self.gateway.send(
            "POST", "gateway", f"/v1/pay-runs{path}", body=body, headers=headers, **more
        )

    async def get(self, path: str, *, role: str = "finance", **more: Any) -> Any:
        return await self.gateway.get("gateway", f"/v1/pay-runs{path}", role=role, **more)

    async def opened(self, month: str = "2024-01", **more: Any) -> str:
        await self.gateway.catch_up()
        answer = await self.post("", {"month": month} | more)
        assert answer.status_code == 201, answer.text
        return answer.json()["run_id"]

    async def step(self, run: str, *steps: str, **more: Any) -> dict[str, Any]:
        """Steps that must succeed; what the last one left."""
        for step in steps:
            answer = await self.post(f"/{run}/{step}", None if step in WITHOUT_BODY else {}, **more)
            assert answer.status_code == 201, (step, answer.text)
        return answer.json()

    async def approved(self, run: str) -> dict[str, Any]:
        for sub in ("test:chief-1", "test:chief-2"):
            view = await self.step(run, "approval", role="approver", sub=sub)
        return view

    async def drawn(self, month: str = "2024-01", **more: Any) -> str:
        run = await self.opened(month, **more)
        await self.step(run, "drawing")
        return run

    async def closed(self, month: str = "2024-01", **more: Any) -> str:
        """A run from opening to closing; whatever is unusual is waived."""
        run = await self.drawn(month, **more)
        await self.waive_all(run)
        await self.step(run, "proposal")
        await self.approved(run)
        await self.step(run, "release", "closing")
        return run

    async def waive_all(self, run: str) -> None:
        for line in (await self.get(f"/{run}/slips?open_only=true")).json()["items"]:
            body = {"people": [line["person_id"]], "exceptions": line["exceptions_open"]}
            answer = await self.post(f"/{run}/waivers", body | {"reason": "已核实"})
            assert answer.status_code == 201, answer.text

    async def slip(self, run: str, person: str) -> dict[str, Any]:
        answer = await self.get(f"/{run}/slips/{person}")
        assert answer.status_code == 200, answer.text
        return answer.json()

    async def differences(self, run: str, person: str) -> dict[str, int]:
        """What the slip settles of earlier months' gross, by month and item, in fen."""
        lines = (await self.slip(run, person))["slip"]["lines"]
        return {
            f"{line['month']} {line['item']}": line["amount_fen"]
            for line in lines
            if "due_fen" in line and line["part"] == "gross"
        }
