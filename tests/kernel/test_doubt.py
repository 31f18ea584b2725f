"""What is said in two ways is one doubt, of all the facts that say it."""

from uuid import UUID

from services.kernel.doubt import said_twice
from services.kernel.fact import read_fact, standing
from services.roster.events import PoliceRank, RankAwarded
from tests.kernel.samples import recorded


def test_a_doubt_names_the_facts_once_and_the_kind_in_both_languages():
    ranks = ["superintendent_2", "superintendent_1"]
    facts = [recorded(n, event=RankAwarded(rank=PoliceRank(r))) for n, r in enumerate(ranks, 1)]
    (found,) = said_twice(standing(map(read_fact, facts)))

    assert (found.code, found.holds) == ("said_differently", True)
    assert found.facts == (UUID(int=1), UUID(int=2))
    assert "授予警衔" in found.text.zh
    assert RankAwarded.TYPE in found.text.en
    assert said_twice(standing(map(read_fact, facts[:1]))) == []
