"""Every doubt of one person's or unit's file in the roster. Pure."""

from collections.abc import Sequence

from services.kernel.doubt import Doubt, doubt, said_twice
from services.kernel.fact import Fact
from services.roster.contract.doubts import of_contracts
from services.roster.history_policy import Bounds
from services.roster.identity.events import IdentityRecorded
from services.roster.person.doubts import of_a_life, of_a_service
from services.roster.sanction.doubts import of_orders
from services.roster.unit.doubts import of_a_unit
from services.roster.whole import Whole

__all__ = ["doubts_among"]


def doubts_among(stands: Sequence[Fact], bounds: Bounds | None = None) -> list[Doubt]:
    """Of facts that stand, in standing order; in which order they arrived does not matter.

    Without `bounds`, what no number of a policy is needed for.
    """
    whole = Whole(stands)
    return [
        *said_twice(stands),
        *of_a_life(whole, bounds),
        *of_a_service(whole, bounds),
        *of_contracts(whole, bounds),
        *of_orders(whole),
        *of_a_unit(whole),
        *_of_identity(whole),
    ]


def _of_identity(whole: Whole) -> list[Doubt]:
    """The mark of a sealed number is the same for the same number of the same person."""
    said = whole.of(IdentityRecorded)
    if len({fact.data.sealed.mark for fact in said}) < 2:  # noqa: PLR2004  two differ
        return []
    zh = "档案中有不同的公民身份号码: 请人事部门核对证件, 更正或撤销不实的一条"
    en = "different ID numbers in one file: HR looks at the document and mends the wrong one"
    return [doubt("two_id_numbers", zh, en, said)]
