"""Names of facts: wire, short and Chinese; what is ambiguous; what a field may hold."""

from uuid import UUID

from services.gateway.cases.vocabulary import (
    hint,
    kinds,
    plain_types,
    reference_fields,
    required_fields,
    short_names,
)
from services.roster.events import RankAwarded, SanctionLifted


def test_every_spelling_means_the_class():
    for name in ("rank_awarded", "roster.rank_awarded", "roster.rank_awarded.v1", "授予警衔"):
        assert kinds()[name] == (RankAwarded,)


def test_a_name_in_several_rooms_is_ambiguous():
    assert len(kinds()["fact_revoked"]) == 3


def test_hint_lists_and_suggests():
    zh, en = hint("rank_award")
    assert "rank_awarded" in zh
    assert "did you mean rank_awarded?" in en
    assert "gateway" not in " ".join(short_names())


def test_fields_are_known():
    assert [name for name, _ in required_fields(RankAwarded)] == ["rank"]
    assert reference_fields(SanctionLifted) == ("sanction",)
    assert plain_types(SanctionLifted)["sanction"] == frozenset({UUID})
