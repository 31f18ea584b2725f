"""Those who draft policies and those who approve them, over HTTP on real databases."""

from dataclasses import dataclass
from typing import Any

from services.cli.issuer import dev_issuer
from tests.gateway.conftest import Gateway


@dataclass
class Desk:
    """`hr` drafts; each approver's token has a subject of its own."""

    gateway: Gateway

    async def post(self, path: str, body: Any, *, role: str = "hr", **more: Any) -> Any:
        sub, person = more.pop("sub", f"test:{role}"), more.pop("person", None)
        token = dev_issuer(self.gateway.settings).mint(sub, (role,), person_id=person)
        headers = {"Authorization": f"Bearer {token}"} | more.pop("headers", {})
        path = f"/v1/policy-drafts{path}"
        return await self.gateway.send("POST", "gateway", path, body=body, headers=headers, **more)

    async def drafted(self, text: str, cases: str = "", **more: Any) -> dict[str, Any]:
        answer = await self.post("", {"text": text, "cases": cases}, **more)
        assert answer.status_code == 201, answer.text
        return answer.json()

    async def approve(self, view: dict[str, Any], sub: str, **more: Any) -> Any:
        body = {"draft_sha256": view["draft_sha256"]}
        path = f"/{view['draft_id']}/approval"
        return await self.post(path, body, role="approver", sub=sub, **more)

    async def published(self, text: str, cases: str = "") -> dict[str, Any]:
        view = await self.drafted(text, cases)
        for sub in ("test:chief-1", "test:chief-2"):
            answer = await self.approve(view, sub)
            assert answer.status_code == 201, answer.text
        return answer.json()

    async def get(self, path: str, **more: Any) -> Any:
        answer = await self.gateway.get("gateway", f"/v1/{path}", **more)
        assert answer.status_code == 200, answer.text
        return answer.json()
