"""Bank accounts that more than one person is paid to."""

import asyncio
from collections import Counter
from collections.abc import Iterable, Mapping
from datetime import date
from typing import Any

from services.gateway.payroll import read
from services.gateway.payroll.population import member
from services.kernel.fact import Fact
from services.roster.events import BankAccountSet, FactRevoked


def shared(people: Mapping[str, Iterable[Fact]], on: date) -> frozenset[str]:
    """`people`: each one's facts, in any order, as of a day. Pure."""
    accounts = (member(person, facts, on).account for person, facts in people.items())
    counted = Counter(account.account_no for account in accounts if account is not None)
    return frozenset(number for number, people in counted.items() if people > 1)


async def shared_accounts(pool: Any, known: read.Known, on: date) -> frozenset[str]:  # noqa: ANN401
    """Of the whole bureau, whatever part of it a run pays."""
    page = await read.page_of_types(pool, (BankAccountSet.TYPE, FactRevoked.TYPE), known)
    return await asyncio.to_thread(lambda: shared(read.files_of(page).facts, on))
