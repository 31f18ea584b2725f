"""How a room that is not the roster comes to its directory: by its own service token."""

from collections.abc import Callable

import httpx

from services.kernel.directory import HttpDirectory
from services.kernel.service_token import ServiceToken
from services.kernel.settings import Room, Settings
from services.kernel.web.authorize import Directory


def service_token(room: Room, settings: Settings, http: httpx.AsyncClient) -> ServiceToken:
    """Client id is the room's name; its secret is read at each renewal, so it can be rotated."""
    file, given = settings.secret_file(f"client_{room}.secret"), settings.client_secret

    def secret() -> str:
        return given.get_secret_value() if given else file.read_text(encoding="utf-8").strip()

    return ServiceToken(http, settings.token_url(), room, secret)


def service_directory(room: Room) -> Callable[[Settings, httpx.AsyncClient], Directory]:
    def make(settings: Settings, http: httpx.AsyncClient) -> Directory:
        return HttpDirectory(
            settings.upstream_url("roster"), http, service_token(room, settings, http)
        )

    return make
