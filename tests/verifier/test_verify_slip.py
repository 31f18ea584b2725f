"""The verifier reckons every slip that cases pay anew, and refuses each tampering by its place."""

import hashlib
import json
from collections import Counter
from functools import cache

import pytest
from hypothesis import Phase, given, settings

from services.gateway.pay.policy import Contribution
from services.roster.events import DutyPost
from tests.gateway.on_file import SHELF, shelf_of
from tests.gateway.pay.payee import files
from tests.verifier.certificates import KEY, edited, load
from tests.verifier.slip_certificates import of_file, of_runs
from tests.verifier.test_verify_certificate import _cases, _leaves, _with

verifier = load()
KEYS = {"gateway": KEY.public_key().public_bytes_raw().hex()}


@cache
def _text(name: str, month: str) -> str:
    (case,) = [case for case in _cases("pay") if case.id == name]
    return next(
        made.model_dump_json()
        for made in of_runs(case, shelf_of(case.bureau))
        if made.month == month
    )


def _tree(name: str = "P-07", month: str = "2024-08"):
    return json.loads(_text(name, month))


def test_every_slip_of_the_cases_is_reckoned_the_same_or_honestly_not_judged():
    found: Counter[str] = Counter()
    for case in _cases("pay"):
        for made in of_runs(case, shelf_of(case.bureau)):
            report = verifier.verify(made.model_dump_json(), KEYS)
            assert report["ok"], (case.id, made.month, report)
            found[report["judgement"].partition(":")[0]] += 1

    assert found["agrees"] >= 260, found
    assert found["not judged"] <= 2, found


def test_its_words_of_pay_are_those_of_the_events():
    import words

    assert {post.value: post.zh for post in DutyPost} == words.DUTY_POSTS
    assert {kind.value: kind.zh for kind in Contribution} == words.CONTRIBUTIONS


def _alter_fact(tree) -> None:
    at = next(n for n, one in enumerate(tree["evidence"]) if "pay_item_set" in one["event"])
    tree["evidence"][at]["event"] = edited(tree["evidence"][at]["event"], monthly_fen=1)


def _other_rate(tree) -> None:
    one = next(r for r in tree["rules"] if "average_monthly_wage" in r["content"])
    one["content"] = one["content"].replace('"0.08"', '"0.07"', 1)


def _other_release(tree) -> None:
    tree["release"]["event"] = edited(tree["release"]["event"], net_fen=1)


def _earlier(tree, **data) -> None:
    tree["earlier"][0]["event"] = edited(tree["earlier"][0]["event"], **data)


TAMPERINGS = {
    "another amount": (lambda t: t.update(slip=t["slip"].replace("8000", "8001", 1)), "slip"),
    "another fact": (_alter_fact, "evidence "),
    "a fact less": (lambda t: t["evidence"].pop(), "evidence of roster"),
    "another rate": (_other_rate, "rules"),
    "a policy less": (lambda t: t["rules"].pop(), "rules"),
    "another release": (_other_release, "release, gateway position"),
    "no release": (lambda t: t.update(release=t["opening"]), "release, gateway position"),
    "an earlier slip of other sums": (lambda t: _earlier(t, net_fen=1), "earlier 1"),
    "an earlier slip twice": (lambda t: t["earlier"].append(t["earlier"][-1]), "earlier"),
    "another person": (lambda t: t.update(person="x"), "record, gateway position"),
    "another run": (lambda t: t.update(run_id="x"), "record, gateway position"),
    "another month": (lambda t: t.update(month="2024-07"), "record, gateway position"),
    "a member more": (lambda t: t.update(more=1), "certificate"),
}


@pytest.mark.parametrize("name", TAMPERINGS)
def test_each_tampering_is_refused_at_its_place(name):
    tamper, place = TAMPERINGS[name]
    tree = _tree()
    assert verifier.verify(json.dumps(tree), KEYS)["judgement"].startswith("agrees")
    tamper(tree)
    wrong = verifier.verify(json.dumps(tree), KEYS)["wrong"]

    assert wrong is not None
    assert wrong["place"].startswith(place), wrong


def test_no_member_can_become_anything_else():
    tree = _tree("P-01", "2024-01") | {"earlier": []}
    for path in _leaves(tree):
        if path == ("earlier",):
            continue
        for value in (None, 0, "", "x", "1" * 64, [], {}, {"x": 1}):
            report = verifier.verify(_with(tree, path, value), KEYS)
            assert not report["ok"], (path, value)


def _forged(tree, change) -> str:
    """The slip changed, and every hash and link made anew, as one who has no key can."""
    slip = json.loads(tree["slip"])
    change(slip)
    text = json.dumps(slip, ensure_ascii=False, separators=(",", ":"))
    digest = hashlib.sha256(text.encode()).hexdigest()
    sums = ("gross_fen", "own_fen", "tax_fen", "net_fen", "unit_fen")
    totals = {name: slip.get(name, 0) for name in sums}
    line = edited(tree["record"]["event"], slip=text, slip_sha256=digest, **totals)
    body = verifier.verify_log.canonical_bytes(verifier.verify_log.members(line))
    link = hashlib.sha256(bytes.fromhex(tree["record"]["before"]) + body).hexdigest()
    tree["record"]["event"] = line.replace(json.loads(line)["chain"], link)
    tree["slip"], tree["slip_sha256"] = text, digest
    return json.dumps(tree)


def _line(slip, item: str, *, retro: bool = False):
    return next(x for x in slip["lines"] if x["item"] == item and ("due_fen" in x) is retro)


def _more(slip, item: str, by: int, *, retro: bool = False) -> None:
    _line(slip, item, retro=retro)["amount_fen"] += by
    slip["gross_fen"] += by
    slip["net_fen"] += by


def _less_tax(slip) -> None:
    _line(slip, "income_tax")["amount_fen"] -= 100
    slip["tax_fen"] -= 100
    slip["net_fen"] += 100


def _without_retro(slip) -> None:
    gone = [x for x in slip["lines"] if "due_fen" in x]
    slip["lines"] = [x for x in slip["lines"] if "due_fen" not in x]
    for line in gone:
        slip["gross_fen"] -= line["amount_fen"]
        slip["net_fen"] -= line["amount_fen"]


def _twice(slip) -> None:
    line = _line(slip, "rank_allowance", retro=True)
    line["settled_fen"] -= 400
    _more(slip, "rank_allowance", 400, retro=True)


@pytest.mark.parametrize(
    ("change", "told"),
    [
        (lambda slip: slip.update(net_fen=slip["net_fen"] + 1), "net_fen is"),
        (lambda slip: _more(slip, "fixed_post", 10_000), "by facts and policies it is"),
        (lambda slip: _more(slip, "rank_allowance", 500), "rank_allowance is"),
        (lambda slip: _more(slip, "rank_allowance", 500, retro=True), "due less settled is"),
        (_less_tax, "tax income_tax is"),
        (_without_retro, "the slip settles nothing of it"),
        (_twice, "earlier slips say"),
    ],
)
def test_a_consistent_forgery_breaks_the_seal_and_without_a_key_is_reckoned_otherwise(change, told):
    forged = _forged(_tree(), change)

    assert verifier.verify(forged, KEYS)["wrong"]["place"] == "seal"
    keyless = verifier.verify(forged)
    assert (keyless["ok"], keyless["wrong"]) == (False, None), keyless
    assert told in keyless["judgement"], keyless


FIVE = [f"2024-0{month}" for month in range(1, 6)]


def _judged(facts, found: Counter[str]) -> None:
    for made in of_file(facts, FIVE, SHELF):
        report = verifier.verify(made.model_dump_json(), KEYS)
        assert report["ok"], (made.month, report, made.slip)
        found[report["judgement"].partition(":")[0]] += 1


@settings(max_examples=40)
@given(files())
def test_slips_of_files_by_chance_are_reckoned_the_same(facts):
    _judged(facts, Counter())


@pytest.mark.nightly
@settings(max_examples=1_000, phases=[Phase.generate], database=None)
@given(files())
def test_slips_of_many_files_by_chance_are_reckoned_the_same(facts):
    _judged(facts, Counter())
