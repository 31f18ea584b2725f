"""Is any log the gateway follows stopped, and by which named condition."""

from fastapi import FastAPI

from services.gateway.facts import store
from services.kernel.web.parts import Condition, HealthCheck


def follower_check(app: FastAPI) -> HealthCheck:
    async def ask() -> Condition:
        known = await store.places(app.state.pool)
        stopped = {room: place for room, place in known.items() if place.condition}
        told = ", ".join(f"{room} at {place.pos}" for room, place in known.items())
        if stopped:
            room, place = next(iter(stopped.items()))
            detail = f"{room}: {place.condition}: {place.detail}"
            return Condition(ok=False, detail=detail, code=place.condition or "")
        return Condition(ok=True, detail=told)

    return ask
