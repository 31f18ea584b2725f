"""What a file says of a month: the latest that counts, by type, item and month."""

from services.gateway.pay.months import month_named
from services.roster.events import AuxiliaryLevelAwarded, PoliceRank
from tests.gateway.pay.payee import AUXILIARY, OFFICER, amounts, timeline


def test_the_level_in_force_in_a_month():
    file = timeline("2024-06", *AUXILIARY, "{auxiliary_level_awarded: 4, on: 2024-03-10}")
    (spell,) = file.spells
    levels = file.fixed(spell, AuxiliaryLevelAwarded)
    found = [levels.at(month_named(m)) for m in ("2019-12", "2024-03", "2024-04")]
    assert [f.data.level if f else None for f in found] == [None, 5, 4]


def test_a_rank_is_paid_from_the_month_after():
    file = timeline("2024-06", *OFFICER, "{rank_awarded: 一级警司, on: 2024-03-01}")
    ranks = [file.rank(file.spells[0], month_named(m)).rank for m in ("2024-03", "2024-04")]
    assert ranks == [PoliceRank.SUPERINTENDENT_2, PoliceRank.SUPERINTENDENT_1]


def test_the_result_of_a_month_counts_whenever_it_takes_effect():
    file = timeline("2024-01", *AUXILIARY, "{coefficient_decided: 2024-01 80, on: 2024-02-05}")
    assert file.coefficients[month_named("2024-01")].data.percent == 80


def test_a_fact_is_cited_once():
    file = timeline("2024-01", *AUXILIARY)
    fact = file.dossier.facts[0]
    assert file.cite(fact, None, fact) == file.cite(fact)
    assert file.cite(fact)[0] is file.cite(fact)[0]


def test_what_mended_a_fact_is_known():
    file = timeline(
        "2024-06",
        "{id: c, coefficient_decided: 2024-01 80, on: 2024-01-19}",
        "{corrects: c, coefficient_decided: 2024-01 90, recorded: 2024-02-05}",
    )
    (mended,) = file.mended_by
    assert file.mended_by[mended].data.percent == 90


def test_whoever_serves_since_before_the_first_choice_of_the_bureau_is_paid():
    lines = (
        "{入职: 文职辅警, on: 2007-09-28}",
        "{auxiliary_level_awarded: 6, on: 2008-03-28}",
        "{duty_post_assigned: 窗口, on: 2007-09-28}",
    )
    assert amounts("2024-01", *lines)["level_wage"] > 0
