"""The bureau's calendar day, and the query parameters that say as of when and known when."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, datetime, timedelta, timezone
from typing import Annotated

from fastapi import Depends, Query, Request

from services.kernel.web.parts import parts_of
from services.kernel.web.strict_model import Day, Instant, QueryInteger

Clock = Callable[[], datetime]  # UTC, aware.

# China has kept one offset and no summer time since 1991; "today" is never further back.
BUREAU_TIME = timezone(timedelta(hours=8), "Asia/Shanghai")
POSITION_MAX = 2**53 - 1  # Exact in every client's numbers.


def day_of(instant: datetime) -> date:
    """The calendar day at the bureau."""
    return instant.astimezone(BUREAU_TIME).date()


@dataclass(frozen=True, slots=True)
class Clocks:
    """The two clocks of one question. Answers should repeat both, so that it can be asked again."""

    as_of: date  # What was true on this day.
    known_at: datetime  # Going by what had been recorded at this instant, inclusive. UTC.


async def clocks(
    request: Request,
    as_of: Annotated[
        Day | None, Query(description="What was true on this day; today when left out")
    ] = None,
    known_at: Annotated[
        Instant | None,
        Query(description="Going by what was recorded until then; now when left out or later"),
    ] = None,
) -> Clocks:
    """A `known_at` in the future is not an error, it means now.

    Callers' clocks run ahead; and the answer repeats the instant it used, so nothing is hidden.
    `as_of` may lie in the future: what is already known to take effect then is a fair question.
    """
    now = parts_of(request).clock()
    return Clocks(as_of or day_of(now), min(known_at or now, now))


AskedClocks = Annotated[Clocks, Depends(clocks)]

# Read-your-writes: the log position the answer must include, as a command's receipt gave it.
MinPosition = Annotated[
    QueryInteger | None,
    Query(
        ge=0, le=POSITION_MAX, description="Answer only from a state that includes this position"
    ),
]

PageLimit = Annotated[QueryInteger, Query(ge=1, le=200, description="Items on one page")]
