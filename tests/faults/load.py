"""Clients that record what they were promised, and ask again under the same key when unsure."""

import asyncio
import random
import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from typing import Any
from uuid import UUID

import httpx

PERSONS_AT_ONCE = 3
ANSWER_SECONDS = 4.0
RANKS = ("二级警司", "一级警司", "三级警督")
GRADES = ("科员", "科级副职", "科级正职")
UNSOUND = "此级不存在"


@dataclass(slots=True)
class Command:
    """One line of the oracle; `key` is also the `basis` of its event: seen wherever that goes."""

    key: str
    person: str
    sound: bool = True  # False: sent to be refused, and nothing of it may be found.
    state: str = "unknown"  # acknowledged, refused; unknown: may or may not have happened.
    events: tuple[str, ...] = ()
    attempts: list[str] = field(default_factory=list)


@dataclass(slots=True)
class Oracle:
    """Every command in the order of its first attempt; one person has one client at a time."""

    commands: list[Command] = field(default_factory=list)

    def acknowledged(self) -> list[Command]:
        return [command for command in self.commands if command.state == "acknowledged"]

    def asked_again(self) -> int:
        return sum(len(command.attempts) > 1 for command in self.commands)


@dataclass(slots=True)
class Client:
    """One command at a time: a person's commands are acknowledged in the order they are sent."""

    base: str
    token: Callable[[], str]
    oracle: Oracle
    dice: random.Random
    pause: float = 0.02

    async def work(self, stop: asyncio.Event) -> None:
        """Until told to stop; the last command is asked until it is answered."""
        lives = [self._life() for _ in range(PERSONS_AT_ONCE)]
        async with httpx.AsyncClient(base_url=self.base, timeout=ANSWER_SECONDS) as http:
            while not stop.is_set():
                number = self.dice.randrange(PERSONS_AT_ONCE)
                told = next(lives[number], None)
                if told is None:
                    lives[number] = self._life()
                    continue
                await self._until_answered(http, *told)
                await asyncio.sleep(self.pause)

    async def _until_answered(self, http: httpx.AsyncClient, person: str, slug: str, body: Any):
        sound = UNSOUND not in body["data"].values()
        command = Command(str(body["basis"]), person, sound)
        self.oracle.commands.append(command)
        while command.state == "unknown":
            command.attempts.append(await self._ask(http, command, slug, body))
            if command.state == "unknown":
                await asyncio.sleep(0.2)

    async def _ask(self, http: httpx.AsyncClient, command: Command, slug: str, body: Any) -> str:
        headers = {"Authorization": f"Bearer {self.token()}", "Idempotency-Key": command.key}
        path = f"/v1/persons/{command.person}/facts/{slug}"
        began = time.monotonic()
        try:
            answer = await http.post(path, json=body, headers=headers)
        except httpx.HTTPError as fault:
            return f"{type(fault).__name__} after {time.monotonic() - began:.1f} s"
        if answer.status_code == 201:
            command.state, command.events = "acknowledged", tuple(answer.json()["events"])
        elif answer.status_code < 500 and answer.status_code not in {408, 425, 429}:
            command.state = "refused"
        return f"{answer.status_code} {answer.text[:200] if answer.status_code != 201 else ''}"

    def _life(self) -> Iterator[tuple[str, str, dict[str, Any]]]:
        """What happens to one person, a fact at a time."""
        person = self._id()
        data = {"name": "张三", "sex": "male", "category": "officer"}
        yield person, "person_registered", self._body("2010-01-01", data)
        for year in range(2012, 2012 + self.dice.randrange(4, 9)):
            chance = self.dice.random()
            if chance < 0.4:
                rank = {"rank": self.dice.choice(RANKS)}
                yield person, "rank_awarded", self._body(f"{year}-06-01", rank)
            elif chance < 0.8:
                grade = UNSOUND if chance > 0.77 else self.dice.choice(GRADES)
                post = {"post_grade": grade}
                yield person, "post_assigned", self._body(f"{year}-06-01", post)
            else:
                sanction = {"kind": "警告"}
                yield person, "sanction_imposed", self._body(f"{year}-03-10", sanction)

    def _body(self, day: str, data: dict[str, str]) -> dict[str, Any]:
        return {"effective_on": day, "basis": self._id(), "data": data}

    def _id(self) -> str:
        return str(UUID(int=self.dice.getrandbits(128), version=4))
