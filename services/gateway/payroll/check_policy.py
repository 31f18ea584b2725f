"""From which amounts on a slip is unusual: the bureau's choice, which changes no amount. Pure."""

from typing import Final

from services.gateway.pay.amounts import Money, Percent
from services.kernel.policy import ChoiceFile, PolicyKind, Sourced


class PayCheckChoice(ChoiceFile):
    """`policies/bureaus/<bureau>/pay_check/`."""

    gross_max: Sourced[Money]
    change_percent_max: Sourced[Percent]  # Against the last slip ...
    change_min: Sourced[Money]  # ... and by at least so much.
    special_deduction_max: Sourced[Money]  # A month.


PAY_CHECK: Final = PolicyKind("pay_check", None, PayCheckChoice)
