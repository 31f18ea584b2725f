"""A what-if reads the policies known at each side's instant; drafts it does not know are named."""

from datetime import UTC, datetime

import pytest

from services.gateway.shelf.known import Known
from services.gateway.whatif.asked import WhatIf
from services.gateway.whatif.question import question_of
from services.kernel.errors import Refused
from tests.fakes import InMemoryEventStore
from tests.gateway.on_file import SHELF, shelf_of
from tests.gateway.whatif.desk import MONTHS

NOW, THEN = datetime(2026, 11, 25, tzinfo=UTC), "2025-01-01T00:00:00Z"


class TwoShelves:
    """Another bureau's before 2026: any difference will do."""

    async def known(self, at):
        return Known(SHELF if at.year >= 2026 else shelf_of("nine"), 0)


async def test_each_side_by_what_it_knew():
    store = InMemoryEventStore()
    one = await question_of(WhatIf.model_validate(MONTHS), TwoShelves(), store, NOW)
    body = WhatIf.model_validate(MONTHS | {"before_known_at": THEN})
    two = await question_of(body, TwoShelves(), store, NOW)

    assert one.before.shelf is one.after.shelf is SHELF
    assert (two.before.shelf.bureau, two.after.shelf.bureau) == ("nine", "r0")
    unknown = {"drafts": ["00000000-0000-4000-8000-000000000001"]}
    with pytest.raises(Refused, match="policy_draft_not_found"):
        await question_of(WhatIf.model_validate(MONTHS | unknown), TwoShelves(), store, NOW)
