"""Sentences: two halves, terms in Chinese, days of obstacles, a place nobody filled."""

from services.gateway.decision.finding import Finding
from services.gateway.decision.sentences import Teller
from tests.gateway.on_file import DAY

TELL = Teller({"level_6": "六级"})


def test_met_and_unmet_have_their_own_words():
    say = TELL.says("满 {r.months}", "{r.months} done", "欠 {f.level}", "short in {f.level}")
    met = say(Finding(claim="c", met=True, required={"months": 36}))
    unmet = say(Finding(claim="c", met=False, found={"level": "level_6"}))
    assert (met.zh, met.en) == ("满 36", "36 done")
    assert (unmet.zh, unmet.en) == ("欠 六级", "short in level 6")


def test_one_pair_of_words_serves_both():
    say = TELL.says("已有", "there")
    assert say(Finding(claim="c", met=False)).zh == "已有"


def test_what_is_missing_is_a_dash_and_the_last_day_is_told():
    say = TELL.says("{f.none} {until}", "{f.none}")
    told = say(Finding(claim="c", met=True, until=DAY("2024-09-09")))
    assert told.zh == "- 2024-09-09"
