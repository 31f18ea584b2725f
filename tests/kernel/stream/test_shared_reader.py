"""The pace and the turns of one who shares; what sharing comes to is in tests/simulation."""

from services.kernel.follow.place import Place
from services.kernel.stream import shared_reader
from services.kernel.stream.group_reader import Assignment, Batch
from services.kernel.stream.shared_reader import SharedReader
from tests.kernel.samples import chained
from tests.simulation.drive import drive
from tests.simulation.sharing import Parking


class Group:
    """One member's consumer with a script of polls."""

    def __init__(self, assigned, polls, alone=False) -> None:
        self.assignment = Assignment(1, frozenset(assigned))
        self.alone, self.polls = alone, list(polls)
        self.held: list[bool] = []
        self.starts: list[dict] = []

    async def start(self) -> None:
        return None

    async def seek(self, starts) -> None:
        self.starts.append(dict(starts))

    async def poll(self, _seconds) -> Batch:
        return Batch(1, self.polls.pop(0) if self.polls else {})

    async def hold(self, *, back: bool) -> None:
        self.held.append(back)


def _reader(group, parking, place):
    async def reached():
        return place[0]

    return SharedReader(group, parking, reached)


def _polls(reader, count: int):
    async def all_of_them():
        return [await reader.poll(0.1) for _ in range(count)]

    work = all_of_them()
    try:
        while True:
            work.send(None)
    except StopIteration as done:
        return done.value


def test_far_ahead_it_waits_for_the_others_and_goes_on(monkeypatch):
    monkeypatch.setattr(shared_reader, "AHEAD_MAX", 10)
    log, place = chained(30), [Place("r")]
    group = Group([0], [{}, {0: log[:20]}, {}, {}])
    reader = _reader(group, Parking(), place)
    _polls(reader, 2)
    held = list(group.held)
    place[0] = Place("r", pos=15)
    _polls(reader, 1)

    assert held == [True]
    assert group.held == [True, False]


def test_alone_it_parks_nothing_and_gives_out_what_was_parked_before():
    log = chained(4)
    parking = Parking()
    other = _reader(Group([1], [{}, {1: log[1:3]}]), parking, [Place("r")])
    _polls(other, 2)
    alone = _reader(
        Group([0, 1], [{}, {0: [log[0]]}, {0: [log[3]]}], alone=True), parking, [Place("r")]
    )
    given = [item for items in _polls(alone, 3) for item in items]

    assert sorted(item.pos for item in given) == [1, 2, 3, 4]
    assert len(parking.items) == 2


def test_a_partition_begins_where_its_last_reader_parked_or_at_the_place_if_that_is_later():
    log, parking = chained(6), Parking()
    _polls(_reader(Group([0, 1], [{}, {0: [log[4]], 1: [log[0]]}]), parking, [Place("r")]), 2)
    place = Place("r", pos=3, recorded_at=log[2].recorded_at)
    group = Group([0, 1], [{}])
    _polls(_reader(group, parking, [place]), 1)

    assert group.starts == [{0: log[4].recorded_at, 1: log[2].recorded_at}]


def test_it_begins_anew_when_the_source_does():
    group = Group([0], [])
    reader = _reader(group, Parking(), [Place("r")])
    _polls(reader, 2)
    drive(reader.seek_to(None))
    _polls(reader, 1)

    assert len(group.starts) == 2
