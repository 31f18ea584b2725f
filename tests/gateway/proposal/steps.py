"""Hands that carry a proposal from a recorded answer on, over HTTP."""

from dataclasses import dataclass
from typing import Any

from services.cli.issuer import dev_issuer
from tests.gateway.conftest import Gateway


@dataclass
class Steps:
    """Each token has the subject it is given."""

    gateway: Gateway

    async def recorded(self, person: str, as_of: str = "2024-06-01") -> str:
        path = f"/v1/persons/{person}/decisions/police_rank?as_of={as_of}"
        answer = await self.gateway.send("POST", "gateway", path, body={})
        assert answer.status_code == 201, answer.text
        return answer.json()["event_id"]

    async def post(self, path: str, body: Any = None, *, role: str = "hr", **more: Any) -> Any:
        sub, person = more.pop("sub", f"test:{role}"), more.pop("person", None)
        token = dev_issuer(self.gateway.settings).mint(sub, (role,), person_id=person)
        headers = {"Authorization": f"Bearer {token}"}
        path = f"/v1/proposals{path}"
        return await self.gateway.send("POST", "gateway", path, body=body, headers=headers, **more)

    async def propose(self, about: str, decision: str, **more: Any) -> Any:
        return await self.post("", {"person_id": about, "decision": decision}, **more)

    async def approve(self, proposal: str) -> list[Any]:
        return [
            await self.post(f"/{proposal}/approval", {}, role="approver", sub=sub)
            for sub in ("test:chief-1", "test:chief-2")
        ]

    async def published(self, person: str) -> str:
        """A proposal that everybody may read and object to."""
        proposal = await self.recorded(person)
        answers = [await self.propose(person, proposal), *await self.approve(proposal)]
        answers.append(await self.post(f"/{proposal}/publicity"))
        assert [a.status_code for a in answers] == [201] * 4, [a.text for a in answers]
        return proposal

    async def warned(self, person: str, on: str = "2024-03-10") -> str:
        """A sanction recorded after the answer was."""
        made = await self.gateway.record("roster", person, "sanction_imposed", on, kind="警告")
        await self.gateway.catch_up()
        return made["events"][0]
