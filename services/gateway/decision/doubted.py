"""Facts a decision reads that cannot all be true by what the roster publishes of them. Pure."""

from collections.abc import Collection

from services.gateway.decision.dossier import Dossier
from services.kernel.event import Event
from services.kernel.fact import Fact
from services.roster.events import doubts_among


def doubted(
    dossier: Dossier, read: Collection[type[Event]], judged: Collection[type[Event]] = ()
) -> list[list[Fact]]:
    """Each group of which the decision reads one: a person must say which stand.

    `judged`: of these the decision itself tells whether two of one day differ where it matters.
    """
    types = {kind.TYPE for kind in read}
    own = {kind.TYPE for kind in judged}
    known = {fact.event_id: fact for fact in dossier.facts}
    found = []
    for doubt in doubts_among(dossier.facts):
        facts = [known[event_id] for event_id in doubt.facts]
        same_day = doubt.code == "said_differently" and facts[0].type in own
        if doubt.holds and not same_day and any(fact.type in types for fact in facts):
            found.append(facts)
    return found
