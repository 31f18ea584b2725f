"""One of the two answers that are compared: its rules, its instant, what it supposes. Pure."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from functools import cached_property

from services.gateway.pay.rules import PayRules
from services.gateway.whatif.hypothesis import added
from services.kernel.fact import Fact
from services.kernel.policy import Shelf


@dataclass(frozen=True)
class Side:
    """`supposed` is by person; nobody's in the answer as things are."""

    shelf: Shelf
    known_at: datetime
    supposed: Mapping[str, Sequence[Fact]] = field(default_factory=dict)

    @cached_property
    def rules(self) -> PayRules:
        return PayRules(self.shelf)

    def file(self, person: str, facts: Sequence[Fact]) -> list[Fact]:
        """What this answer knows of a person; `facts` is everything on file."""
        known = [fact for fact in facts if fact.recorded_at <= self.known_at]
        supposed = self.supposed.get(person)
        return added(known, supposed) if supposed else known
