"""How many places levels 1 to 3 and level 1 have, and which of them a promotion enters. Pure."""

from dataclasses import dataclass

from services.gateway.level.policy import Quotas
from services.kernel.fact import Fact
from services.kernel.proportion import share_of

GROUP_LOWEST = 3  # Levels 1 to 3 share one quota.


@dataclass(frozen=True, slots=True)
class Places:
    """Of one group of levels: how many there may be and how many are held."""

    group: str  # levels_1_to_3, level_1
    allowed: int
    held: int
    source: str

    @property
    def is_free(self) -> bool:
        return self.held < self.allowed


def allowed(headcount: int, quotas: Quotas) -> tuple[int, int]:
    """Places of levels 1 to 3, and of level 1 among them."""
    upper = share_of(headcount, quotas.levels_1_to_3.percent, quotas.levels_1_to_3.rounding)
    return upper, share_of(upper, quotas.level_1.percent, quotas.level_1.rounding)


def places(stated: Fact, quotas: Quotas) -> tuple[Places, Places]:
    """As one statement of the quota has them, levels 1 to 3 first."""
    upper, top = allowed(stated.data.headcount_quota, quotas)
    return (
        Places("levels_1_to_3", upper, stated.data.held_levels_1_to_3, quotas.levels_1_to_3.source),
        Places("level_1", top, stated.data.held_level_1, quotas.level_1.source),
    )


def entered(found: tuple[Places, Places], held: int, to: int) -> list[Places]:
    """The groups that a promotion from `held` to `to` enters; inside a group no place is taken."""
    upper, top = found
    groups = [upper] if held > GROUP_LOWEST >= to else []
    return [*groups, top] if to == 1 else groups
