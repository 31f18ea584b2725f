"""Strong ETags from stream versions, and the preconditions callers make of them."""

import re
from typing import Annotated

from fastapi import Depends, Header, Response

from services.kernel.errors import Text
from services.kernel.web.http_refusals import HttpRefused, unreadable

_OURS = re.compile(r'"(0|[1-9][0-9]{0,15})"')


def etag_of(version: int) -> str:
    return f'"{version}"'


IfMatch = Annotated[
    str | None, Header(alias="If-Match", description='The ETag that was read, such as `"7"`')
]


async def expected_version(if_match: IfMatch = None) -> int | None:
    """None when the caller makes no condition. Async: FastAPI runs others in a thread."""
    return version_asked(if_match)


def version_asked(if_match: str | None) -> int | None:
    """None when the caller makes no condition. Raises Refused (400) for anything not our ETag."""
    if if_match is None:
        return None
    found = _OURS.fullmatch(if_match.strip())
    if found is None:
        # `*`, lists and weak tags would all mean "whatever it is now": no condition at all.
        raise unreadable(
            "etag_malformed",
            'If-Match 应为读取时得到的一个 ETag，如 "7"',
            'If-Match must be the one ETag that was read, such as "7"',
            pointer="header/if-match",
        )
    return int(found.group(1))


async def demanded_version(
    version: Annotated[int | None, Depends(expected_version)],
) -> int:
    """Raises Refused (428) when the caller makes no condition."""
    if version is None:
        raise HttpRefused(
            428,
            "if_match_missing",
            Text("请用 If-Match 带上读取时的 ETag", "send If-Match with the ETag that was read"),
        )
    return version


ExpectedVersion = Annotated[int | None, Depends(expected_version)]
DemandedVersion = Annotated[int, Depends(demanded_version)]
IfNoneMatch = Annotated[str | None, Header(alias="If-None-Match")]


def not_modified(version: int, if_none_match: str | None) -> Response | None:
    """304 when the caller already has this version; weak comparison, as RFC 9110 13.1.2 says."""
    tag = etag_of(version)
    held = {part.strip().removeprefix("W/") for part in (if_none_match or "").split(",")}
    return Response(status_code=304, headers={"ETag": tag}) if held & {tag, "*"} else None
