"""The answer to a level quota question: places of levels 1 to 3 and of level 1, as last stated.

Pure.
"""

from services.gateway.decision.decision import Decision, Outcome
from services.gateway.decision.dossier import Dossier
from services.gateway.decision.draft import Draft, sealed
from services.gateway.decision.finding import Finding
from services.gateway.decision.question import Question
from services.gateway.level.criteria import place_free
from services.gateway.level.policy import AUXILIARY_LEVEL
from services.gateway.level.quota import places
from services.gateway.level.surroundings import surroundings
from services.kernel.policy import Shelf


def decide(question: Question, dossier: Dossier, shelf: Shelf) -> Decision:
    """`ELIGIBLE` while levels 1 to 3 have a place, `BLOCKED` when they are full."""
    policy = shelf.in_force(AUXILIARY_LEVEL.name, dossier.as_of)
    s = surroundings(dossier, policy)
    stated = s.quota_stated(dossier.as_of)
    if stated is None:
        clause = s.choice.quotas.levels_1_to_3.source
        missing = Finding(claim="quota_stated", met=False, reason="NO_QUOTA", clause=clause)
        return sealed(Draft(Outcome.NOT_ELIGIBLE, [missing]), question, dossier, [policy])
    upper, top = places(stated, s.choice.quotas)
    draft = Draft(
        Outcome.ELIGIBLE if upper.is_free else Outcome.BLOCKED,
        [place_free(upper, stated), place_free(top, stated)],
    )
    draft.particulars = {
        "headcount": stated.data.headcount_quota,
        "levels_1_to_3": upper.allowed,
        "held_levels_1_to_3": upper.held,
        "level_1": top.allowed,
        "held_level_1": top.held,
    }
    return sealed(draft, question, dossier, [policy])
