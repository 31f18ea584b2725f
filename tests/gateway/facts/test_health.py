"""A stopped log is seen in health by its name."""

import pytest

from services.gateway.facts.intake import followers
from services.kernel.follow.place import Stopped


async def test_a_fork_is_a_named_condition_and_not_ready(gateway):
    await gateway.officer()
    app = gateway.apps["gateway"]
    ready = await gateway.get("gateway", "/health/ready")
    await app.state.pool.execute("update followed set chain = '\\x00' where room = 'roster'")
    follower = followers(gateway.settings, app.state.http, app.state.pool)[0]
    with pytest.raises(Stopped) as caught:
        await follower.step()
    await follower.note(caught.value)
    health = await gateway.get("gateway", "/health", role="security_admin")

    assert ready.status_code == 200
    assert health.status_code == 503
    assert health.json()["unmet"] == ["followers.fork"]
    assert health.json()["checks"]["followers"]["detail"].startswith("roster: fork")
