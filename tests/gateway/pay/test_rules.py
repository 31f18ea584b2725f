"""The rules of a month are those of its first day; another shelf has another digest."""

from services.gateway.pay.choice import AUXILIARY_PAY
from services.gateway.pay.months import month_named
from services.gateway.pay.rules import PayRules
from services.roster.events import PoliceRank
from tests.gateway.on_file import SHELF
from tests.gateway.pay.later_rules import with_later
from tests.gateway.pay.payee import RULES

LATER = with_later(AUXILIARY_PAY, "2024-03-02", "base: 800", "base: 900")


def test_a_version_counts_from_the_first_month_it_is_in_force_on_day_one():
    bases = [LATER.of(month_named(m)).auxiliary.performance.base for m in ("2024-03", "2024-04")]
    assert bases == [80_000, 90_000]


def test_a_line_names_the_policy_with_its_hash():
    (used,) = LATER.of(month_named("2024-04")).used(AUXILIARY_PAY)
    assert used.id == "auxiliary_pay@r0/2024-03-02"
    assert used.sha256 != RULES.of(month_named("2024-04")).used(AUXILIARY_PAY)[0].sha256


def test_the_digest_is_of_every_version():
    assert PayRules(SHELF).sha256 == RULES.sha256 != LATER.sha256


def test_the_allowance_is_the_table_of_the_month():
    assert RULES.of(month_named("2024-01")).allowance_fen(PoliceRank.CONSTABLE_2) == 6_400


def test_a_month_closes_on_the_day_the_policy_names():
    assert (
        RULES.closing_of(month_named("2024-02")).isoformat() == "2024-02-20T23:59:59.999999+08:00"
    )
