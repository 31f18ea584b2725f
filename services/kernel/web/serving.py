"""Process: runs one application until it is told to stop, and then lets it finish."""

from types import FrameType

import uvicorn
from fastapi import FastAPI

SHUTDOWN_SECONDS_MAX = 10
CONNECTIONS_MAX = 1000


class DrainingServer(uvicorn.Server):
    """Tells the application at the signal: after the last connection, open streams would wait."""

    def __init__(self, config: uvicorn.Config, app: FastAPI) -> None:
        """`app` as `service_app` made it, or one without open streams to end (the issuer)."""
        super().__init__(config)
        self.app = app

    def handle_exit(self, sig: int, frame: FrameType | None) -> None:
        # A fault here would leave the signal unheard and the process running.
        if (drain := getattr(self.app.state, "drain", None)) is not None:
            drain.begin()
        super().handle_exit(sig, frame)


def server_of(app: FastAPI, host: str, port: int) -> DrainingServer:
    config = uvicorn.Config(
        app,
        host=host,
        port=port,
        access_log=False,  # Our own line has the template; uvicorn's has the path and query.
        log_config=None,
        server_header=False,
        proxy_headers=False,
        timeout_graceful_shutdown=SHUTDOWN_SECONDS_MAX,
        limit_concurrency=CONNECTIONS_MAX,
        h11_max_incomplete_event_size=16_384,
    )
    return DrainingServer(config, app)


def run(app: FastAPI, host: str, port: int) -> None:
    """Blocks. uvicorn raises the signal again at the end: exit status -15 is a clean stop."""
    server_of(app, host, port).run()
