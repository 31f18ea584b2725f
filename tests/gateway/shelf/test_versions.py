"""Shipped and published versions in one list, and which is meant by a hash."""

import pytest

from services.gateway.shelf.versions import named, versions_of
from services.kernel.errors import Refused
from tests.gateway.on_file import POLICIES, SHELF


class NothingPublished:
    """Shelves of a bureau that has published nothing."""

    shipped = SHELF

    async def publications(self):
        return ()


async def test_law_comes_before_choice_and_texts_are_to_the_byte():
    found = await versions_of(NothingPublished(), "rank_allowance")
    both = await versions_of(NothingPublished(), "police_rank")
    path = POLICIES / "law/rank_allowance/1995-01-01.yaml"

    assert [str(one.effective_from) for one in found] == ["1993-10-01", "1995-01-01"]
    assert [one.layer for one in both] == ["law", "bureau"]
    assert named(found, found[1].sha256).text == path.read_text(encoding="utf-8")
    with pytest.raises(Refused, match="version_not_found"):
        named(found, both[0].sha256)
    with pytest.raises(Refused, match="policy_not_found"):
        await versions_of(NothingPublished(), "nothing")
