"""A database that may forget is found, named, and in production refused."""

import pytest

from services.kernel.store.safety import SAFE, Finding, Unsafe, findings, refuse_or_report


class Asked:
    """Answers `current_setting`."""

    def __init__(self, **settings: str) -> None:
        self._settings = {name: value for name, (value, _) in SAFE.items()} | settings

    async def fetchval(self, _question: str, name: str) -> str:
        return self._settings[name]


async def test_a_durable_database_has_no_findings():
    assert await findings(Asked()) == []


@pytest.mark.parametrize("setting", SAFE)
async def test_each_unsafe_setting_is_named_with_what_it_costs(setting):
    (found,) = await findings(Asked(**{setting: "off"}))

    assert (found.setting, found.found, found.required) == (setting, "off", "on")
    assert SAFE[setting][1] in str(found)


@pytest.mark.parametrize(
    ("value", "safe"),
    [("remote_apply", True), ("remote_write", False), ("local", False), ("off", False)],
)
async def test_a_commit_may_wait_for_more_but_not_for_less(value, safe):
    assert (await findings(Asked(synchronous_commit=value)) == []) is safe


def test_production_refuses_and_a_demonstration_is_warned():
    found = [Finding("fsync", "off", "on", "all is lost")]
    with pytest.raises(Unsafe, match=r"fsync=off \(required on\): all is lost"):
        refuse_or_report(found, mode="production")

    assert refuse_or_report(found, mode="demo") == [str(found[0])]
    assert refuse_or_report([], mode="production") == []


async def test_the_throw_away_server_of_the_tests_is_not_safe(pool):
    """The real question, put to a server known to be unsafe."""
    unsafe = {found.setting for found in await findings(pool)}

    assert unsafe == {"fsync", "synchronous_commit", "full_page_writes"}
