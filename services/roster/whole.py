"""A person's or unit's standing facts, by kind and in their order, for finding doubts. Pure."""

from collections import defaultdict
from collections.abc import Sequence
from datetime import date

from services.kernel.event import Event
from services.kernel.fact import Fact
from services.kernel.legal_dates import ONE_DAY
from services.roster.person.events import Category, PersonRegistered, ServiceEntered, ServiceLeft

OFFICER = (Category.OFFICER,)
AUXILIARY = (Category.AUXILIARY_DUTY, Category.AUXILIARY_CLERICAL)


class Whole:
    """`facts` stand, and are in standing order."""

    def __init__(self, facts: Sequence[Fact]) -> None:
        self.facts = facts
        self._by_type: dict[str, list[Fact]] = defaultdict(list)
        for fact in facts:
            self._by_type[fact.type].append(fact)

    def of(self, *kinds: type[Event]) -> list[Fact]:
        """The facts of these kinds, in the order of the whole."""
        if len(kinds) == 1:
            return self._by_type.get(kinds[0].TYPE, [])
        names = {kind.TYPE for kind in kinds}
        return [fact for fact in self.facts if fact.type in names]

    def registered(self) -> Fact | None:
        found = self.of(PersonRegistered)
        return found[-1] if found else None

    def says_category(self, day: date) -> Fact | None:
        """What says as what the person served that day; None where nothing does.

        Without any entry on file, the registration says it.
        """
        entered = self.of(ServiceEntered)
        if not entered:
            return self.registered()
        begun = [fact for fact in entered if fact.effective_on <= day]
        if not begun:
            return None
        last = begun[-1]
        # A leaving on the day of a later entry ended what was before it.
        since = last.effective_on if len(begun) == 1 else last.effective_on + ONE_DAY
        ended = any(since <= fact.effective_on < day for fact in self.of(ServiceLeft))
        return None if ended else last
