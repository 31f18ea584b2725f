"""Speaks to the rooms for a load: asks again after a cut, counts, tells what was refused."""

import asyncio
from collections.abc import Callable
from contextlib import suppress
from dataclasses import dataclass
from typing import Any

import httpx

from services.kernel.embedded.problem import FAILED, NOT_RUNNING, Problem
from services.kernel.settings import ROOMS, Room, Settings

ATTEMPTS = 5
SOURCES = ROOMS[:3]

Report = Callable[[int, int, str], None]  # done, total, what is being loaded


@dataclass
class Loading:
    """One load at work: where to, in whose name, and how far it has come."""

    settings: Settings
    http: httpx.AsyncClient
    tokens: dict[str, str]  # Of `hr`, who records, and `system`, who reads the logs' ends.
    report: Report
    total: int = 0
    done: int = 0

    async def ask(
        self,
        method: str,
        room: Room,
        path: str,
        *,
        role: str = "hr",
        **more: Any,  # noqa: ANN401  httpx's own
    ) -> httpx.Response:
        """Again after a cut or a busy room: the Idempotency-Key makes that safe."""
        headers = {"Authorization": f"Bearer {self.tokens[role]}"} | more.pop("headers", {})
        url, last = self.settings.upstream_url(room) + path, ""
        for attempt in range(ATTEMPTS):
            if attempt:
                await asyncio.sleep(0.3 * 2**attempt)
            try:
                answer = await self.http.request(method, url, headers=headers, **more)
            except httpx.TransportError as fault:
                last = f"{type(fault).__name__} {fault}"
                continue
            if answer.status_code not in {429, 502, 503, 504}:
                return answer
            last = told(answer)
        raise Problem(
            f"{room} 未应答（{url}）：{last}。请用 ./jingheng status 查看。",
            f"{room} does not answer ({url}): {last}. See ./jingheng status.",
            exit_code=NOT_RUNNING,
        )

    async def post(self, room: Room, path: str, body: bytes, key: str) -> dict[str, Any]:
        """Raises Problem with the room's first errors when it refuses."""
        headers = {"Idempotency-Key": key, "Content-Type": "application/json"}
        answer = await self.ask("POST", room, path, content=body, headers=headers)
        if answer.status_code != httpx.codes.CREATED:
            raise Problem(
                f"{room} 拒绝了 {path}：{told(answer)}",
                f"{room} refused {path}: {told(answer)}",
                exit_code=FAILED,
            )
        received: dict[str, Any] = answer.json()
        return received

    def count(self, facts: int, detail: str) -> None:
        self.done += facts
        self.report(self.done, self.total, detail)


def told(answer: httpx.Response) -> str:
    """What a problem document says: its code, its sentence, and the first errors."""
    with suppress(ValueError, AttributeError):
        problem = answer.json()
        errors = "; ".join(
            f"{error.get('pointer', '')} {error.get('detail') or error.get('code', '')}"
            for error in problem.get("errors", [])[:3]
        )
        return f"{answer.status_code} {problem.get('code')}: {problem.get('detail')} {errors}"
    return f"{answer.status_code} {answer.text[:200]}"
