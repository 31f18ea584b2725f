"""A sound log is found sound; every tampering is found, where it is; forged checkpoints, too."""

from dataclasses import replace
from datetime import UTC, datetime, timedelta
from uuid import UUID

import pytest

from services.kernel.audit import Auditor, Kept, Wrong, genuine_checkpoints
from services.kernel.store.postgres import LogHead
from services.kernel.witness import Checkpoint, public_key, sign, sign_closing, signing_key
from tests.kernel.samples import chained, changed
from tests.kernel.tamper import KINDS, LENGTH, edited, rechained, sound_log

STORE = UUID(int=77)
AT = datetime(2026, 2, 1, tzinfo=UTC)
LOG = sound_log()


@pytest.fixture(scope="module")
def key(tmp_path_factory):
    file = tmp_path_factory.mktemp("witness") / "key"
    return signing_key(file), public_key(file)


def checkpoints(key, log=LOG, positions=range(1, LENGTH + 1)) -> list[Checkpoint]:
    heads = [LogHead(STORE, "sha256", pos, log[pos - 1].chain, AT) for pos in positions]
    return [sign(key[0], "training", head, AT) for head in heads]


def audit(log, kept=(), head=None) -> list[Wrong]:
    auditor = Auditor("training", "sha256", kept)
    for start in range(0, len(log), 3):
        if not auditor.take(log[start : start + 3]):
            break
    return auditor.end(head)


def test_a_sound_log_is_sound(key):
    assert audit(LOG, checkpoints(key), (LENGTH, LOG[-1].chain)) == []
    assert audit([], (), (0, bytes(32))) == []


@pytest.mark.parametrize("name", KINDS)
def test_every_tampering_is_found_at_its_position(key, name):
    found = audit(KINDS[name].make(LOG), checkpoints(key))

    assert found, name
    first = found[0]
    assert (first.since or first.pos) == KINDS[name].first
    assert (first.since or first.pos) <= first.pos


@pytest.mark.parametrize("name", KINDS)
def test_with_few_checkpoints_the_first_wrong_position_is_within_what_is_named(key, name):
    found = audit(KINDS[name].make(LOG), checkpoints(key, positions=(5, 12, LENGTH)))

    assert found, name
    low = min(one.since or one.pos for one in found)
    assert low <= KINDS[name].shows <= max(one.pos for one in found)


@pytest.mark.parametrize("name", KINDS)
def test_what_the_log_shows_by_itself_and_what_it_cannot(name):
    """Why checkpoints must leave the database: these are invisible without them."""
    assert bool(audit(KINDS[name].make(LOG))) is KINDS[name].within


@pytest.mark.parametrize(
    ("head", "pos"),
    [((LENGTH - 1, LOG[-2].chain), LENGTH), ((LENGTH + 1, bytes(32)), LENGTH + 1)],
)
def test_a_head_that_says_otherwise_is_found(head, pos):
    (wrong,) = audit(LOG, (), head)

    assert wrong.pos == pos


def test_a_head_with_another_chain_is_found():
    (wrong,) = audit(LOG, (), (LENGTH, bytes(32)))

    assert (wrong.pos, "head row" in wrong.problem) == (LENGTH, True)


@pytest.mark.parametrize(
    "fields",
    [
        {"version": 9},
        {"subject_seq": 9},
        {"recorded_at": LOG[3].recorded_at - timedelta(days=1)},
        {"type": "roster.rank_awarded.v1"},
    ],
)
def test_what_is_not_dense_or_runs_back_is_found_although_the_chain_fits(fields):
    (wrong,) = audit(rechained(edited(LOG, 4, **fields)))

    assert wrong.pos == 4
    assert "chain" not in wrong.problem


def test_the_hash_is_the_stores():
    auditor = Auditor("training", "sm3")
    log = [changed(event, subject_seq=event.pos) for event in chained(3, "sm3")]

    assert auditor.take(log)
    assert not Auditor("training", "sha256").take(log)


def test_checkpoints_of_others_and_forged_ones_are_not_believed(key, tmp_path):
    good = checkpoints(key, positions=[3])[0]
    forger = signing_key(tmp_path / "forger")
    head = LogHead(STORE, "sha256", 3, bytes(32), AT)
    bad = {
        "not signed by": [
            sign(forger, "training", head, AT),
            replace(good, chain="00" * 32),
            replace(good, pos=4),
            replace(good, signature=""),
            replace(sign(forger, "training", head, AT), key=good.key),
        ],
        "is of roster": [sign(key[0], "roster", head, AT)],
        "another store": [sign(key[0], "training", replace(head, store_id=UUID(int=5)), AT)],
        "another hash": [sign(key[0], "training", replace(head, algorithm="sm3"), AT)],
    }
    for problem, made in bad.items():
        for one in made:
            kept = Kept("training", STORE, "sha256", [good, one], key[1])
            believed, wrong = genuine_checkpoints(kept)
            assert believed == [good]
            assert problem in wrong[0].problem


def test_without_a_key_signatures_are_not_asked_for(key):
    unsigned = replace(checkpoints(key, positions=[3])[0], signature="")

    assert genuine_checkpoints(Kept("training", STORE, "sha256", [unsigned], None)) == (
        [unsigned],
        [],
    )


def test_the_place_is_told_in_words():
    assert str(Wrong(7, "x")) == "position 7: x"
    assert str(Wrong(7, "x", since=7)) == "position 7: x"
    assert str(Wrong(7, "x", since=3)) == "position 3..7: x"


def test_what_both_histories_share_is_told_by_what_was_noted_before_they_parted(key):
    """The log went on past the restore, was noted, and has not got as far as before."""
    gone_on = KINDS["rolled back and gone on"].make(LOG)
    noted = [(LOG, pos, pos) for pos in (4, 10, LENGTH)]
    noted += [(gone_on, pos, 100 + pos) for pos in (11, 13)]
    seen = [
        sign(
            key[0],
            "training",
            LogHead(STORE, "sha256", pos, log[pos - 1].chain, AT),
            AT + timedelta(seconds=later),
        )
        for log, pos, later in noted
    ]
    auditor = Auditor("training", "sha256", seen)
    auditor.take(gone_on[:13])

    assert [(wrong.pos, wrong.only_witnessed) for wrong in auditor.end()] == [(14, True)]
    assert (auditor.parted_after, auditor.saw) == (10, LENGTH)


def test_without_another_history_nothing_parted(key):
    auditor = Auditor("training", "sha256", checkpoints(key))
    auditor.take(LOG)

    assert (auditor.end(), auditor.parted_after, auditor.saw) == ([], None, 0)


def test_a_closing_ends_only_what_was_seen_before_it_and_beyond_it(key):
    gone_on = KINDS["rolled back and gone on"].make(LOG)
    head = LogHead(STORE, "sha256", LENGTH, gone_on[-1].chain, AT)
    told = {"saw": LENGTH, "restored_on": "2026-02-01", "by": "x", "reason": "y"}
    cases = (
        (10, timedelta(hours=1), []),
        (10, timedelta(hours=-1), [11]),  # What was seen after it is not ended.
        (15, timedelta(hours=1), [11]),  # Nor what lies before it.
    )
    for after, later, wrong in cases:
        checkpoint = sign(key[0], "training", head, AT + later)
        closing = sign_closing(key[0], checkpoint, closes_after=after, **told)
        found = audit(gone_on, [*checkpoints(key), closing])
        assert [one.since for one in found] == wrong
