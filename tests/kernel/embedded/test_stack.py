"""Everything on one machine: what is seen, summed up in one code, and ports checked beforehand."""

import os
import signal
import socket

import pytest

from services.kernel.embedded import pid_file, port, stack
from services.kernel.embedded.child import pid_path
from services.kernel.embedded.home import prepare
from services.kernel.embedded.problem import NOT_RUNNING, OK, PARTLY, Problem
from services.kernel.settings import load
from tests.kernel.embedded import programs


@pytest.fixture
def settings(open_folder):
    prepare(open_folder / "h")
    settings = load(JINGHENG_HOME=str(open_folder / "h"), JINGHENG_PORT_BASE=port.any_free() - 30)
    yield settings
    stack.stop(settings.home)


def test_one_code_sums_up_what_is_seen(settings):
    assert stack.look(settings)[1] == NOT_RUNNING
    server = stack.start_database(settings)
    assert stack.look(settings)[1] == PARTLY
    stack.start_processes(settings, [programs.worker("a")], postgres_port=server.port)
    seen, code = stack.look(settings)

    assert code == OK
    assert [item.name for item in seen] == ["postgres", "supervisor", "a"]
    assert seen[0].port == settings.port("postgres")

    for name in ("supervisor", "a"):
        identity = pid_file.alive(pid_path(settings.home, name))
        os.kill(identity.pid, signal.SIGKILL)
        assert pid_file.wait_gone(identity, 5)
    assert stack.look(settings)[1] == PARTLY


def test_all_ports_are_checked_before_anything_is_started(settings):
    planned = programs.web("gateway")
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", settings.port("postgres")))
        taken.listen()
        with pytest.raises(Problem, match=r"\(postgres\)"):
            stack.check_ports(settings, [planned])
    stack.check_ports(settings, [planned])


def test_our_own_running_database_is_no_stranger_on_its_port(settings):
    stack.start_database(settings)

    stack.check_ports(settings, [])
