"""Who may do what to whom: the relations, the same silence for out of reach and not there."""

from datetime import date

import pytest

from services.kernel.errors import Refused
from services.kernel.web.authorize import (
    Access,
    Subject,
    Visible,
    authorize,
    is_within,
    nothing_here,
)
from services.kernel.web.permissions import GrantTable, Permission, Role, Scope, grant
from services.kernel.web.principal import Principal

READ, WRITE = Permission("demo.person.read"), Permission("demo.person.write")
ME, OTHER = "me", "other"
LED = ["/b/east"]


def caller(*roles, person_id=ME):
    return Principal("u", frozenset(roles), person_id, None, "t")


def allowed(scope, subject, *, person_id=ME, led=LED):
    verdict = authorize(
        caller("officer", person_id=person_id),
        READ,
        subject=subject,
        led=led,
        grants=GrantTable([grant(Role.OFFICER, READ, scope)]),
    )
    return verdict.allowed


@pytest.mark.parametrize(
    ("subject", "reached_by"),
    [
        (Subject(ME, "/b/west"), {Scope.SELF}),
        (Subject(ME, "/b/east"), {Scope.SELF, Scope.UNIT, Scope.SUBTREE}),
        (Subject(ME, None), {Scope.SELF}),
        (Subject(OTHER, "/b/east"), {Scope.UNIT, Scope.SUBTREE}),
        (Subject(OTHER, "/b/east/patrol"), {Scope.SUBTREE}),
        (Subject(OTHER, "/b"), set()),
        (Subject(OTHER, "/b/west"), set()),
        (Subject(OTHER, "/b/east2"), set()),
        (Subject(OTHER, None), set()),
        (Subject(OTHER, ""), set()),
        (Subject(None, "/b/east/patrol"), {Scope.SUBTREE}),
        (Subject(), set()),
    ],
)
def test_each_scope_reaches_its_relations_and_no_others(subject, reached_by):
    for scope in Scope:
        expected = scope in reached_by or scope is Scope.BUREAU
        assert allowed(scope, subject) is expected, scope


def test_nobody_is_not_oneself():
    # A service has no person; a subject without one must not be taken for its own.
    assert not allowed(Scope.SELF, Subject(None, None), person_id=None)


def test_a_leader_of_nothing_reaches_nothing():
    assert not allowed(Scope.SUBTREE, Subject(OTHER, "/b/east"), led=[])


def test_what_no_line_grants_is_denied():
    table = GrantTable([grant(Role.HR, READ, Scope.BUREAU)])
    for roles in ((), ("officer",), ("HR",), ("admin", "root", "*")):
        verdict = authorize(caller(*roles), READ, subject=Subject(ME, "/b"), led=LED, grants=table)
        assert not verdict.allowed
    assert not authorize(
        caller("hr"), WRITE, subject=Subject(ME, "/b"), led=LED, grants=table
    ).allowed


def test_the_auditor_reads_everything_and_writes_nothing():
    table = GrantTable([])
    for name in ("roster.person.read", "pay.run.read", "kernel.chain.verify"):
        assert authorize(
            caller("auditor"), Permission(name), subject=Subject(), led=[], grants=table
        ).allowed
    for name in ("roster.person.write", "pay.run.approve", "read.person.erase"):
        assert not table.scopes_of({"auditor"}, Permission(name))


def test_paths_are_compared_by_whole_steps():
    assert is_within("/b/1", "/b/1")
    assert is_within("/b/1/2", "/b/1")
    assert is_within("/b/1/2", "/b/1/")
    assert not is_within("/b/12", "/b/1")
    assert not is_within("/b", "/b/1")


@pytest.mark.parametrize("scopes", [(s,) for s in Scope] + [(Scope.SELF, Scope.SUBTREE)])
async def test_a_list_shows_exactly_what_single_reads_allow(directory, people, scopes):
    lines = [
        grant(role, READ, scope)
        for role, scope in zip((Role.OFFICER, Role.HR), scopes, strict=False)
    ]
    access = Access(
        caller("officer", "hr", person_id=people["chief"]),
        READ,
        GrantTable(lines),
        directory,
        date(2026, 3, 1),
    )
    directory.places["colleague"] = "/bureau/east"
    visible = await access.visible_paths()
    for person_id, place in directory.places.items():
        subject = Subject(person_id, place)
        assert visible.shows(subject) is (await access.verdict(subject)).allowed


def test_nothing_visible_shows_nothing():
    assert not Visible().shows(Subject(ME, "/b"))
    assert not Visible().shows(Subject(None, None))


RELATIONS = ["chief", "officer", "neighbour", "stranger", "nobody"]
CELLS = {  # role, who calls -> whom they may read, whom they may write
    ("officer", "officer"): ({"officer"}, set()),
    ("auxiliary", "officer"): ({"officer"}, set()),
    ("unit_leader", "chief"): ({"chief", "officer"}, {"chief", "officer"}),
    ("unit_leader", "officer"): (set(), set()),
    ("hr", "stranger"): ({"chief", "officer", "neighbour", "stranger"}, set(RELATIONS)),
    ("auditor", None): ({"chief", "officer", "neighbour", "stranger"}, set()),
    ("security_admin", None): (None, None),
    ("system", None): (None, None),
    ("assessor", "officer"): (None, None),
}


@pytest.mark.parametrize("cell", CELLS, ids=str)
@pytest.mark.parametrize("relation", RELATIONS)
async def test_every_cell_of_role_and_relation(client, bearer, people, cell, relation):
    role, who = cell
    read, write = CELLS[cell]
    headers = bearer(role, person_id=people.get(who))
    answer = await client.get(f"/v1/persons/{people[relation]}", headers=headers)
    # None: the role has no such permission at all. Otherwise out of reach looks like not there.
    expected = 403 if read is None else 200 if relation in read else 404
    assert answer.status_code == expected, answer.text

    change = {**headers, "Idempotency-Key": f"key-{relation}", "If-Match": '"7"'}
    answer = await client.put(
        f"/v1/persons/{people[relation]}", json={"name": "李四"}, headers=change
    )
    assert answer.status_code == (200 if write and relation in write else 403), answer.text


async def test_out_of_reach_and_not_there_are_told_alike(client, bearer, people):
    headers = {**bearer("officer", person_id=people["officer"]), "X-Request-Id": "same-request"}
    answers = [
        await client.get(f"/v1/persons/{people[name]}", headers=headers)
        for name in ("stranger", "nobody")
    ]
    assert answers[0].content == answers[1].content
    assert answers[0].headers == answers[1].headers


async def test_a_transfer_moves_the_leaders_reach_with_the_same_token(
    client, bearer, people, directory
):
    headers = bearer("unit_leader", person_id=people["chief"])
    url = f"/v1/persons/{people['officer']}"
    assert (await client.get(url, headers=headers)).status_code == 200
    directory.places[people["officer"]] = "/bureau/west"
    assert (await client.get(url, headers=headers)).status_code == 404


async def test_the_token_of_who_has_left_opens_nothing(client, bearer, people, directory):
    headers = bearer("hr", person_id=people["officer"])
    url = f"/v1/persons/{people['officer']}"
    assert (await client.get(url, headers=headers)).status_code == 200
    directory.left.add(people["officer"])
    answers = [await client.get(url, headers=headers), await client.get("/health", headers=headers)]

    assert {answer.status_code for answer in answers} == {403}
    assert answers[0].json()["code"] == "no_longer_serving"


class NoDirectory:
    """The roster is down."""

    async def place_of(self, *_question):
        raise ConnectionError

    units_led_by = has_left = place_of


@pytest.mark.parametrize(
    ("scope", "asks"),
    [(Scope.SELF, False), (Scope.UNIT, True), (Scope.SUBTREE, True), (Scope.BUREAU, False)],
)
async def test_the_directory_is_asked_only_where_a_place_decides(people, scope, asks):
    me = caller("officer", person_id=people["officer"])
    lines = GrantTable([grant(Role.OFFICER, READ, scope)])
    access = Access(me, READ, lines, NoDirectory(), date(2026, 3, 1))
    for question in (access.to_person(people["officer"]), access.visible_paths()):
        if asks:
            with pytest.raises(ConnectionError):
                await question
        else:
            await question


@pytest.mark.parametrize("person_id", ["", "x", "' OR 1=1", "0" * 36, "A" * 10_000])
async def test_the_directory_is_never_asked_about_what_cannot_be_an_id(person_id):
    access = Access(
        caller("officer"), READ, GrantTable([grant(Role.OFFICER, READ, Scope.SELF)]), None, None
    )
    with pytest.raises(Refused) as refused:
        await access.to_person(person_id)
    assert refused.value.code == nothing_here().code
