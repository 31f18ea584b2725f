"""Versions as ETags: demanded, matched, malformed, unchanged."""

import pytest

from services.kernel.web.etag import etag_of, not_modified, version_asked
from services.kernel.web.http_refusals import HttpRefused


@pytest.mark.parametrize(
    ("sent", "status"),
    [(None, 428), ('"6"', 412), ('"7"', 200), ("7", 400), ("*", 400), ('W/"7"', 400),
     ('"7", "8"', 400), ('"x"', 400), ('"07"', 400), ('"-7"', 400), ('"' + "9" * 17 + '"', 400),
     ('"７"', 400), ("", 400)],
)  # fmt: skip
async def test_preconditions_of_a_write(client, bearer, people, sent, status):
    headers = bearer("hr") | {"Idempotency-Key": "key-00000001"}
    pairs = [*headers.items(), *([] if sent is None else [("If-Match", sent.encode())])]
    url = f"/v1/persons/{people['officer']}"
    answer = await client.put(url, json={"name": "李四"}, headers=pairs)
    assert answer.status_code == status, answer.text


async def test_an_unchanged_person_is_not_sent_again(client, bearer, people):
    url, headers = f"/v1/persons/{people['officer']}", bearer("hr")
    first = await client.get(url, headers=headers)
    assert first.headers["etag"] == '"7"'
    again = await client.get(url, headers=headers | {"If-None-Match": first.headers["etag"]})
    assert (again.status_code, again.content) == (304, b"")
    assert again.headers["etag"] == '"7"'
    older = await client.get(url, headers=headers | {"If-None-Match": '"6"'})
    assert older.status_code == 200


def test_what_is_written_is_read_back():
    for version in (0, 1, 7, 10**15):
        assert version_asked(etag_of(version)) == version
    assert version_asked(None) is None
    with pytest.raises(HttpRefused):
        version_asked("nonsense")


@pytest.mark.parametrize(
    ("held", "same"),
    [
        ('"7"', True),
        ('W/"7"', True),
        ('"1", "7"', True),
        ("*", True),
        ('"8"', False),
        (None, False),
    ],
)
def test_which_held_tags_match(held, same):
    assert (not_modified(7, held) is not None) is same
