"""A certificate holds each event as its log's line and refuses one whose link cannot be made."""

import json
from dataclasses import replace
from uuid import UUID

import msgspec
import pytest

from services.gateway.record.certificate import certified, linked
from services.kernel.chain import GENESIS, HASHES
from services.kernel.cloudevent import from_json
from services.kernel.errors import Refused
from tests.gateway.on_file import DAY, SHELF
from tests.kernel.samples import chained


@pytest.mark.parametrize("algorithm", HASHES)
def test_the_line_the_link_and_the_hash_of_each_log(algorithm):
    first, second = chained(2, algorithm)
    found = linked(second, first.chain)

    assert from_json(found.event.encode()) == second
    assert (found.room, found.algorithm, found.before) == (
        second.room,
        algorithm,
        first.chain.hex(),
    )


def test_what_is_not_linked_is_no_evidence():
    first, second = chained(2)
    altered = msgspec.structs.replace(second, event_id=UUID(int=5))
    for event, before in ((second, None), (second, GENESIS), (altered, first.chain)):
        with pytest.raises(Refused, match="evidence_broken"):
            linked(event, before)


def test_a_policy_goes_out_with_the_text_its_hash_is_of():
    policy = SHELF.in_force("police_rank", DAY("2024-06-01"))
    found = certified(policy)
    allowance = certified(SHELF.in_force("rank_allowance", DAY("2024-06-01")))

    assert [layer.layer for layer in found.layers] == ["law", "bureau"]
    assert [layer.layer for layer in allowance.layers] == ["law"]
    assert json.loads(found.layers[1].content)["bureau"] == "r0"
    other = replace(policy.versions[0], content=b"{}")
    assert certified(replace(policy, versions=(other,))).layers[0].content == "{}"
