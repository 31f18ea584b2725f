"""How fast one caller may call: a token bucket each, in memory, for the most recent callers."""

import math
from collections import OrderedDict
from collections.abc import Callable
from dataclasses import dataclass, field

from services.kernel.errors import Text
from services.kernel.web.http_refusals import HttpRefused

CALLERS_MAX = 10_000


@dataclass(slots=True)
class RateLimit:
    """`burst` calls at once, `per_second` in the long run."""

    per_second: float
    burst: int
    monotonic: Callable[[], float]  # Seconds.
    callers_max: int = CALLERS_MAX
    _buckets: OrderedDict[str, tuple[float, float]] = field(default_factory=OrderedDict)

    def spend(self, caller: str) -> None:
        """Raises Refused 429, with the seconds to wait, when the caller's bucket is empty."""
        now = self.monotonic()
        left, since = self._buckets.pop(caller, (float(self.burst), now))
        left = min(float(self.burst), left + (now - since) * self.per_second)
        allowed = left >= 1
        self._buckets[caller] = (left - 1 if allowed else left, now)
        # The longest idle goes first: a forgotten bucket is a full one, so nobody loses by it.
        while len(self._buckets) > self.callers_max:
            self._buckets.popitem(last=False)
        if not allowed:
            seconds = max(1, math.ceil((1 - left) / self.per_second))
            raise HttpRefused(
                429,
                "rate_limited",
                Text(
                    f"请求过于频繁，请 {seconds} 秒后重试", f"too many requests: wait {seconds} s"
                ),
                headers={"Retry-After": str(seconds)},
            )
