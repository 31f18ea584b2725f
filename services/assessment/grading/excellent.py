"""How many of those assessed may be 优秀, and who they are by score. Pure."""

from collections.abc import Collection, Sequence

from services.assessment.grading.candidate import Candidate, groups, top
from services.assessment.grading.policy import AnnualQuotaChoice, AnnualQuotaLaw, TieBreaker
from services.kernel.proportion import share_of


def places(
    people: int, law: AnnualQuotaLaw, choice: AnnualQuotaChoice, *, is_approved: bool = False
) -> int:
    """Of all who should take part; more only where the authority approved it.

    Source: 公务员考核规定 (2020); 公务员考核规定(试行) (2007) before.
    """
    quota = law.excellent
    percent = quota.percent_approved if is_approved else quota.percent
    return share_of(people, percent, choice.rounding.value)


def excellent(
    pool: Sequence[Candidate],
    allowed: int,
    *,
    barred: Collection[str] = (),
    breakers: Sequence[TieBreaker] = (),
) -> list[str]:
    """The best of those not barred, as far as places reach; a tie that does not fit is left out.

    Barred, because of a warning that year, sets nobody's place free beyond `allowed`.
    """
    ranked = groups((c for c in pool if c.person not in barred), breakers)
    return [c.person for c in top(ranked, allowed)]
