"""Small real programs that stand in for the product's processes."""

import sys

from services.kernel.embedded import port
from services.kernel.embedded.processes import Planned

# Appends its name to a file when it is told to stop: the order of ends can be read there.
_WORKER = """
import signal, sys, time
def end(*_):
    with open(sys.argv[2], "a") as file: file.write(sys.argv[1] + "\\n")
    sys.exit(0)
signal.signal(15, end)
time.sleep(120)
"""


def web(name: str, *, stage: int = 0) -> Planned:
    number = port.any_free()
    command = (sys.executable, "-m", "http.server", str(number), "--bind", "127.0.0.1")
    return Planned(name=name, command=command, stage=stage, port=number, ready_path="/")


def worker(name: str, ends: object = "/dev/null", *, stage: int = 0) -> Planned:
    return Planned(name=name, command=(sys.executable, "-c", _WORKER, name, str(ends)), stage=stage)


def broken(name: str) -> Planned:
    words = "import sys; print('no such thing'); sys.exit(3)"
    return Planned(name=name, command=(sys.executable, "-c", words), stage=0)


def stubborn(name: str) -> Planned:
    words = "import signal, time; signal.signal(15, 1); time.sleep(120)"
    return Planned(name=name, command=(sys.executable, "-c", words), stage=0, grace_seconds=0.3)
