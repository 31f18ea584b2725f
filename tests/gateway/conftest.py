"""The whole bureau in one process, and a hand to move the gateway's followers."""

import pytest

from services.gateway.facts.intake import followers
from tests.bureau import ROOMS, Bureau, open_bureau


class Gateway(Bureau):
    """With the followers stepped by the test instead of running by themselves."""

    async def catch_up(self) -> None:
        app = self.apps["gateway"]
        for follower in followers(self.settings, app.state.http, app.state.pool):
            while await follower.step():
                pass

    async def units(self) -> None:
        """Two units, u1 and u2, of one bureau."""
        for unit, parent in (("bureau", None), ("u1", "bureau"), ("u2", "bureau")):
            data = {"name": f"单位{unit}", "kind": "brigade"}
            data |= {"parent_id": parent} if parent else {}
            answer = await self.send(
                "POST",
                "roster",
                f"/v1/units/{unit}/facts/unit_created",
                body={"effective_on": "2010-01-01", "basis": "test", "data": data},
            )
            assert answer.status_code == 201, answer.text

    async def officer(self, rank: str = "二级警司", since: str = "2021-06-01") -> str:
        person = await self.register()
        await self.record("roster", person, "rank_awarded", since, rank=rank)
        await self.record("roster", person, "post_assigned", since, post_grade="科员")
        await self.catch_up()
        return person

    async def ask(self, person: str, as_of: str, **more) -> dict:
        answer = await self.get(
            "gateway", f"/v1/persons/{person}/decisions/police_rank?as_of={as_of}", **more
        )
        assert answer.status_code == 200, answer.text
        return answer.json()


@pytest.fixture
async def gateway(fresh_database, tmp_path):
    async with open_bureau(fresh_database, tmp_path, ROOMS) as bureau:
        yield Gateway(bureau.settings, bureau.inside, bureau.apps)
