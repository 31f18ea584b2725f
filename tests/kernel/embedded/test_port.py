"""Ports: a taken one is named, with its holder and the way out."""

import os
import socket

import pytest

from services.kernel.embedded import port
from services.kernel.embedded.problem import Problem


def test_a_taken_port_is_named_with_who_has_it():
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        taken.listen()
        number = taken.getsockname()[1]

        with pytest.raises(Problem) as problem:
            port.require_free({"gateway": number, "roster": port.any_free()})

    text = problem.value.text.en
    assert str(number) in text
    assert f"pid {os.getpid()}" in text
    assert "--port-base" in text
    assert "roster" not in text
    assert problem.value.exit_code == 5


def test_a_free_port_is_no_problem():
    port.require_free({"gateway": port.any_free()})
