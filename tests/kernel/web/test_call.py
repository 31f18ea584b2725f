"""A command's call: the same refusals as its parts give, and the headers of its answer."""

from typing import Annotated

import pytest
from fastapi import Depends, FastAPI, Response

from services.kernel.errors import Refused
from services.kernel.web.call import Call


def test_it_is_one_dependency_whose_headers_the_document_shows():
    app = FastAPI()

    @app.post("/x")
    async def command(call: Annotated[Call, Depends(Call.of)]) -> None:
        """Nothing."""

    names = {p["name"] for p in app.openapi()["paths"]["/x"]["post"]["parameters"]}
    assert names == {"Idempotency-Key", "If-Match"}


@pytest.mark.parametrize("replayed", [True, False])
def test_an_answer_tells_its_version_and_whether_it_is_a_repeat(replayed):
    response = Response()
    Call(None, response, None, None).answered(7, replayed=replayed)

    assert response.headers["etag"] == '"7"'
    assert response.headers.get("idempotency-replayed") == ("true" if replayed else None)


async def test_a_command_without_a_key_is_refused_before_anything_else():
    with pytest.raises(Refused, match="idempotency_key_missing"):
        await Call.of(None, Response(), None, "W/no")
