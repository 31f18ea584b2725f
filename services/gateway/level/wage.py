"""The level wage (薪级) before and after a step, where the bureau has a table. Pure."""

from collections.abc import Mapping
from datetime import date

from services.gateway.decision.decision import AmountChange
from services.gateway.pay.choice import AUXILIARY_PAY, AuxiliaryPay
from services.kernel.legal_dates import first_of_next_month
from services.kernel.policy import NoPolicyInForce, Policy, Shelf

LEVEL_WAGE = "level_wage"  # 薪级


class Wages:
    """The tables in force on the days a decision asks about; remembers which it used."""

    def __init__(self, shelf: Shelf) -> None:
        self._shelf = shelf
        self.used: list[Policy] = []

    def changes(self, old: int | None, new: int | None, on: date) -> tuple[AmountChange, ...]:
        """From the first day of the next month; nothing where the table has no such level."""
        from_on = first_of_next_month(on)
        table = self._table(from_on)
        before, now = table.get(old or 0, 0), table.get(new or 0, 0)
        if before == now or any(level is not None and level not in table for level in (old, new)):
            return ()
        return (AmountChange(item=LEVEL_WAGE, from_fen=before, to_fen=now, from_on=from_on),)

    def _table(self, day: date) -> Mapping[int, int]:
        try:
            policy = self._shelf.in_force(AUXILIARY_PAY.name, day)
        except NoPolicyInForce:
            return {}
        self.used.append(policy)
        choice: AuxiliaryPay = policy.choice
        return choice.level_wage.monthly
