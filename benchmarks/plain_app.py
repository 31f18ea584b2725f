"""What the same request costs without us: FastAPI, a validated body, one asyncpg INSERT."""

import os
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from datetime import date
from typing import Any
from uuid import uuid4

import asyncpg
from fastapi import FastAPI, Request
from pydantic import BaseModel


class Data(BaseModel):
    kind: str
    document_no: str = ""


class Body(BaseModel):
    effective_on: date
    basis: str
    data: Data


@asynccontextmanager
async def lifespan(app: FastAPI) -> AsyncIterator[None]:
    app.state.pool = await asyncpg.create_pool(os.environ["PLAIN_URL"], min_size=16, max_size=16)
    await app.state.pool.execute(
        "create table if not exists plain (id uuid primary key, person text, effective_on date, "
        "recorded_at timestamptz default now(), data jsonb)"
    )
    yield
    await app.state.pool.close()


app = FastAPI(lifespan=lifespan)


@app.post("/v1/persons/{person_id}/facts/sanction_imposed", status_code=201)
async def insert(person_id: str, body: Body, request: Request) -> dict[str, Any]:
    made = uuid4()
    await request.app.state.pool.execute(
        "insert into plain values ($1, $2, $3, default, $4)",
        made,
        person_id,
        body.effective_on,
        body.data.model_dump_json(),
    )
    return {"events": [made], "version": 1}
