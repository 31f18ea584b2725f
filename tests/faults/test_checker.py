"""The checker finds each thing that could go wrong: a sound run, doctored in one place."""

import hashlib
import random
from collections.abc import Callable
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from uuid import UUID

import pytest

from tests.faults.checker import Evidence, Seen, document, verifier, wrongs
from tests.faults.load import Command, Oracle

PERSONS, EACH = 4, 6
Doctor = Callable[[Oracle, Evidence], Evidence]


def _id(dice: random.Random) -> str:
    return str(UUID(int=dice.getrandbits(128), version=4))


def sound() -> tuple[Oracle, Evidence]:
    """A run of which nothing is amiss, written by hand: no product code made it."""
    dice, oracle = random.Random(1), Oracle()
    persons = [_id(dice) for _ in range(PERSONS)]
    log, documents, link, judge = [], [], bytes(32), verifier()
    for number in range(PERSONS * EACH):
        person, seq = persons[number % PERSONS], number // PERSONS + 1
        at = datetime(2026, 1, 1, tzinfo=UTC) + timedelta(seconds=number)
        told = {
            "ce_source": "/jingheng/roster",
            "ce_type": "roster.post_assigned.v1",
            "ce_pos": str(number + 1),
            "ce_id": _id(dice),
            "ce_streamid": f"person-{person}",
            "ce_streamversion": str(seq),
            "ce_subject": person,
            "ce_subjectseq": str(seq),
            "ce_effectiveon": "2026-01-01",
            "ce_time": at.strftime("%Y-%m-%dT%H:%M:%S.%fZ"),
            "ce_commandid": _id(dice),
            "ce_basis": _id(dice),
            "ce_chain": "0" * 64,
        }
        data = f'{{"n":{number}}}'
        body = judge.canonical_bytes(judge.members(document(told, data)))
        link = hashlib.sha256(link + body).digest()
        told["ce_chain"] = link.hex()
        documents.append(document(told, data))
        key, event = told["ce_basis"], told["ce_id"]
        log.append(
            Seen(number + 1, event, person, seq, key, told["ce_commandid"], link.hex(), data)
        )
        oracle.commands.append(Command(key, person, state="acknowledged", events=(event,)))
    topic = sorted(log, key=lambda seen: (persons.index(seen.subject) % 2, seen.pos))
    end = (len(log), link.hex())
    decisions = dict.fromkeys(persons, ("a", "a"))
    return oracle, Evidence(log, topic, list(log), documents, end, end, None, decisions)


def _without(events, at: int):
    return [*events[:at], *events[at + 1 :]]


def _doubled(events, at: int):
    return [*events[: at + 1], events[at], *events[at + 1 :]]


def _swapped(events, one: int, other: int):
    moved = list(events)
    moved[one], moved[other] = moved[other], moved[one]
    return moved


def _changed(events, at: int, **what):
    return [*events[:at], replace(events[at], **what), *events[at + 1 :]]


def _never_carried_out(oracle: Oracle, found: Evidence) -> Evidence:
    oracle.commands.append(Command("k", found.log[0].subject, state="acknowledged", events=("e",)))
    return found


def _carried_out_unsent(oracle: Oracle, found: Evidence) -> Evidence:
    oracle.commands.pop()
    return found


def _refused_yet_there(oracle: Oracle, found: Evidence) -> Evidence:
    oracle.commands[3].state = "refused"
    return found


def _sent_in_another_order(oracle: Oracle, found: Evidence) -> Evidence:
    oracle.commands[:] = _swapped(oracle.commands, 0, PERSONS)
    return found


def _carried_out_twice(oracle: Oracle, found: Evidence) -> Evidence:
    """Under another event id at the end, everywhere: only the oracle knows that it is one."""
    again = replace(found.log[-1], pos=len(found.log) + 1, event_id="again", command_id="other")
    everywhere = {
        name: [*getattr(found, name), replace(again, subject_seq=EACH + 1)]
        for name in ("log", "topic", "facts")
    }
    return replace(found, **everywhere)


DOCTORED: dict[str, tuple[Doctor, str]] = {
    "a fact dropped": (lambda _, e: replace(e, facts=_without(e.facts, 5)), "facts: "),
    "the last fact dropped": (lambda _, e: replace(e, facts=e.facts[:-1]), "ends differ"),
    "a fact doubled": (lambda _, e: replace(e, facts=_doubled(e.facts, 5)), "facts: position 6"),
    "facts of a person swapped": (
        lambda _, e: replace(e, facts=_swapped(e.facts, 0, PERSONS)),
        "is out of order",
    ),
    "a fact changed": (lambda _, e: replace(e, facts=_changed(e.facts, 7, data="{}")), "not the"),
    "a record dropped": (lambda _, e: replace(e, topic=_without(e.topic, 9)), "topic: "),
    "a record doubled": (lambda _, e: replace(e, topic=_doubled(e.topic, 9)), "more than once"),
    "records of a person swapped": (
        lambda _, e: replace(e, topic=_swapped(e.topic, 0, 2)),
        "topic: ",
    ),
    "a record changed": (
        lambda _, e: replace(e, documents=[*e.documents[:3], e.documents[3].replace("3}", "4}")]),
        "chain: ",
    ),
    "log and copies all lost one": (
        lambda _, e: replace(e, log=e.log[:-1], topic=e.log[:-1], facts=e.log[:-1]),
        "log: ",
    ),
    "acknowledged, not there": (_never_carried_out, "was acknowledged with"),
    "there, never sent": (_carried_out_unsent, "is of no command"),
    "there, although refused": (_refused_yet_there, "was refused, found"),
    "another order than sent": (_sent_in_another_order, "in another order than sent"),
    "carried out twice": (_carried_out_twice, "was acknowledged with"),
    "the place ahead": (lambda _, e: replace(e, place=(99, e.place[1])), "ends differ"),
    "another chain at the end": (lambda _, e: replace(e, place=(e.place[0], "00")), "ends differ"),
    "the follower stopped": (lambda _, e: replace(e, condition="loss"), "stopped: loss"),
    "another decision": (lambda _, e: replace(e, decisions={"p": ("a", "b")}), "decision on p"),
}


def test_a_sound_run_is_accepted():
    assert wrongs(*sound()) == []


@pytest.mark.parametrize("what", DOCTORED)
def test_one_thing_amiss_is_found(what):
    oracle, found = sound()
    doctor, told = DOCTORED[what]

    assert told in "\n".join(wrongs(oracle, doctor(oracle, found)))


def test_partitions_may_come_in_any_order():
    """Only the order of one person is promised: no false alarm."""
    oracle, found = sound()
    by_person = sorted(found.topic, key=lambda seen: (seen.subject, seen.pos))

    assert wrongs(oracle, replace(found, topic=by_person)) == []


def test_an_unknown_command_may_be_there_or_not():
    oracle, found = sound()
    oracle.commands[-1].state, oracle.commands[-1].events = "unknown", ()
    oracle.commands.append(Command("never arrived", found.log[0].subject))

    assert wrongs(oracle, found) == []
