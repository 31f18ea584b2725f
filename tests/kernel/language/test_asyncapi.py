"""The AsyncAPI document: valid by AsyncAPI's own schema, and true of messages as recorded."""

import copy
import json
from pathlib import Path
from typing import Any

import jsonschema
import pytest

from services.cli.published import published
from services.kernel.cloudevent import attributes, from_json, to_json
from services.kernel.event import event_types
from services.kernel.language.asyncapi import FED, OPTIONAL, document
from services.kernel.settings import ROOMS
from services.kernel.stream.binding import Headers, from_record, to_record, topic_of
from tests.bureau import open_bureau
from tests.kernel.samples import recorded

SCHEMA = json.loads(
    (Path(__file__).parent / "static" / "asyncapi-3.0.0.schema.json").read_text(encoding="utf-8")
)
JUDGE = jsonschema.Draft7Validator(SCHEMA)
FORMATS = jsonschema.Draft202012Validator.FORMAT_CHECKER
PUBLISHED = published()


def of(room: str) -> dict[str, Any]:
    return document(room, event_types(room), version="1.2.3")


def judge_of(described: dict[str, Any], *path: str) -> jsonschema.Draft202012Validator:
    """A judge for the schema at a place in the document, whose references lead into it."""
    here = "/".join(("#", "components", *path))
    schema = {"$ref": here, "components": described["components"]}
    return jsonschema.Draft202012Validator(schema, format_checker=FORMATS)


def feed_judge(described: dict[str, Any], wire_name: str) -> jsonschema.Draft202012Validator:
    return judge_of(described, "messages", f"{wire_name}{FED}", "payload")


def headers_of(headers: Headers) -> dict[str, str]:
    return {name: value.decode() for name, value in headers}


@pytest.mark.parametrize("room", ROOMS)
def test_it_is_an_asyncapi_document(room):
    assert [error.message for error in JUDGE.iter_errors(of(room))] == []


@pytest.mark.parametrize(
    "path", [("info", "title"), ("asyncapi",), ("operations", "publish", "action")]
)
def test_the_judge_refuses_a_document_with_a_part_missing(path):
    """The red control of the test above."""
    broken = copy.deepcopy(of("training"))
    *way, last = path
    part = broken
    for step in way:
        part = part[step]
    del part[last]

    assert not JUDGE.is_valid(broken)


@pytest.mark.parametrize("room", ROOMS)
def test_every_type_is_a_message_of_the_rooms_topic_and_of_its_feed(room):
    described = of(room)
    topic, names = topic_of(room), set(event_types(room))
    channel = described["channels"][topic]

    assert channel["address"] == channel["bindings"]["kafka"]["topic"] == topic
    assert set(channel["messages"]) == names
    assert set(described["channels"]["feed"]["messages"]) == {f"{name}{FED}" for name in names}
    assert set(described["components"]["messages"]) == names | {f"{n}{FED}" for n in names}


def test_every_reference_leads_somewhere():
    for room in ROOMS:
        described = of(room)
        for reference in _references(described):
            part: Any = described
            for step in reference.removeprefix("#/").split("/"):
                part = part[step]


def _references(tree: Any) -> list[str]:
    if isinstance(tree, list):
        return [found for one in tree for found in _references(one)]
    if not isinstance(tree, dict):
        return []
    own = [tree["$ref"]] if "$ref" in tree else []
    return own + [found for one in tree.values() for found in _references(one)]


@pytest.mark.parametrize("name", PUBLISHED)
def test_every_example_is_a_message_of_its_type(name):
    described = of(name.partition(".")[0])
    messages = described["components"]["messages"]
    for example in messages[f"{name}{FED}"]["examples"]:
        feed_judge(described, name).validate(example["payload"])
        assert from_json(json.dumps(example["payload"]).encode()).type == name
    for example in messages[name]["examples"]:
        judge_of(described, "messages", name, "payload").validate(example["payload"])
        judge_of(described, "messageTraits", "record", "headers").validate(example["headers"])
        headers = [(header, text.encode()) for header, text in example["headers"].items()]
        assert from_record(json.dumps(example["payload"]).encode(), headers).type == name
    assert messages[name]["examples"]


def test_every_attribute_on_the_wire_is_described_and_no_other():
    everything = recorded(
        1,
        causation_id=recorded(2).event_id,
        corrects=recorded(3).event_id,
        revokes=recorded(4).event_id,
        reason="误录",
    )
    described = of("training")["components"]
    payload = described["schemas"]["cloudevent"]
    headers = described["messageTraits"]["record"]["headers"]

    assert set(payload["properties"]) == set(attributes(everything))
    assert set(payload["required"]) == {*attributes(recorded(1, basis="")), "data"}
    assert set(headers["properties"]) == set(headers_of(to_record(everything)[2]))
    assert set(headers["required"]) == set(headers_of(to_record(recorded(1, basis=""))[2]))


@pytest.fixture
async def told(fresh_database, tmp_path):
    """(document as served, messages as served), after facts were recorded over HTTP."""
    async with open_bureau(fresh_database, tmp_path, ["roster"]) as bureau:
        person = await bureau.register("欧阳𠮷")
        made = await bureau.record("roster", person, "sanction_imposed", "2024-03-10", kind="警告")
        path = f"/v1/persons/{person}/facts/sanction_imposed/{made['events'][0]}/revocation"
        mended = await bureau.send("POST", "roster", path, body={"basis": "复核", "reason": "误录"})
        described = (await bureau.get("roster", "/asyncapi.json")).json()
        feed = await bureau.get("roster", "/v1/feed", role="auditor")
        yield described, feed.json(), mended


async def test_messages_as_recorded_are_what_the_document_says(told):
    described, messages, mended = told

    assert mended.status_code == 201, mended.text
    assert {message["type"] for message in messages} == {
        "roster.person_registered.v1",
        "roster.sanction_imposed.v1",
        "roster.fact_revoked.v1",
    }
    for message in messages:
        feed_judge(described, message["type"]).validate(message)


async def test_the_same_messages_as_kafka_records_are_what_the_document_says(told):
    """What the relay hands to Kafka, made by its own code from the recorded events."""
    described, messages, _ = told
    for message in messages:
        key, value, headers = to_record(from_json(json.dumps(message).encode()))
        judge_of(described, "messages", message["type"], "payload").validate(json.loads(value))
        judge = judge_of(described, "messageTraits", "record", "headers")
        shown = headers_of(headers)
        judge.validate(shown)
        assert key.decode() == message["subject"]
        for header in shown:
            less = {name: text for name, text in shown.items() if name != header}
            assert judge.is_valid(less) is (header.removeprefix("ce_") in OPTIONAL), header
        assert not judge.is_valid(shown | {"ce_pos": "0"})


async def test_a_message_that_was_tampered_with_is_not(told):
    """The red control of the test above."""
    described, messages, _ = told
    changes = [
        {"chain": "x"},
        {"pos": 0},
        {"subject": ""},
        {"specversion": "0.3"},
        {"source": "/jingheng/training"},
        {"effectiveon": "2024-02-30"},
        {"type": "roster.other.v1"},
        {"data": messages[0]["data"] | {"more": 1}},
        {"data": {}},
    ]
    judge = feed_judge(described, messages[0]["type"])
    for change in changes:
        assert not judge.is_valid(messages[0] | change), change
    for attribute in messages[0]:
        if attribute not in OPTIONAL:
            less = {name: value for name, value in messages[0].items() if name != attribute}
            assert not judge.is_valid(less), attribute


def test_the_wire_form_used_here_is_the_one_on_the_wire():
    assert json.loads(to_json(recorded(1)))["subjectseq"] == 1
