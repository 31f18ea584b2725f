"""A real broker from jars: formatted once, started by the supervisor, stopped."""

import shutil

import pytest

from services.kernel.embedded import kafka, port, stack
from services.kernel.embedded.home import prepare
from services.kernel.embedded.problem import Problem
from services.kernel.settings import load


def test_without_java_it_says_what_to_install(monkeypatch, tmp_path):
    monkeypatch.delenv("KAFKA_JARS", raising=False)
    monkeypatch.setenv("XDG_CACHE_HOME", str(tmp_path))
    monkeypatch.setattr(shutil, "which", lambda _: None)

    with pytest.raises(Problem, match=r"needs java .*KAFKA_BOOTSTRAP_SERVERS"):
        kafka.jars()
    assert list(tmp_path.iterdir()) == []


@pytest.mark.kafka
@pytest.mark.skipif(not (shutil.which("java") and shutil.which("mvn")), reason="no Java or Maven")
def test_it_starts_and_starts_again(open_folder):
    prepare(open_folder / "h")
    settings = load(JINGHENG_HOME=str(open_folder / "h"))
    planned = kafka.prepare(settings.home, port.any_free(), port.any_free())
    try:
        for _ in range(2):
            stack.start_processes(settings, [planned], postgres_port=None)
            assert [seen.state for seen in stack.processes(settings.home)] == ["ready"]
            assert stack.stop(settings.home) is True
    finally:
        stack.stop(settings.home)
