"""Named places where a test lets this process die at once, as if the power had gone."""

import os
import signal

_NAME, _, _NTH = os.environ.get("JINGHENG_FAILPOINT", "").partition(":")
_seen = 0


def failpoint(name: str) -> None:
    """SIGKILL ourselves the n-th time the named place is passed (`JINGHENG_FAILPOINT=name:n`)."""
    global _seen  # noqa: PLW0603  one counter for the process is the point
    if name != _NAME:
        return
    _seen += 1
    if _seen >= int(_NTH or 1):
        os.kill(os.getpid(), signal.SIGKILL)
