"""Level surroundings and questions for the tests of this folder."""

from services.gateway.decision.decision import Decision
from services.gateway.level.surroundings import Held, Surroundings, surroundings
from services.gateway.level.walk import Walk, walk
from tests.gateway.on_file import DAY, SHELF, ask, dossier, on_file

SIX = "{auxiliary_level_awarded: 6, on: 2021-09-01}"


def around(as_of: str, *lines: str) -> Surroundings:
    return surroundings(dossier(as_of, *lines), SHELF.in_force("auxiliary_level", DAY(as_of)))


def walked(as_of: str, *lines: str, as_ordered: bool = False) -> Walk:
    s = around(as_of, *lines)
    return walk(s.dossier, lambda _: s, as_ordered=as_ordered)


def held(level: int = 6, since: str = "2021-09-01", **more: object) -> Held:
    return Held(level, DAY(since), (), **more)


def asked(as_of: str, *lines: str, **more: object) -> Decision:
    return ask(on_file(*lines), as_of, kind="auxiliary_level", **more)
