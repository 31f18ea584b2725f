"""What is running is asked whether it is well, not only whether it lives."""

import io
import threading
from http.server import BaseHTTPRequestHandler, HTTPServer

import pytest
from rich.console import Console

from services.cli import summary
from services.kernel.embedded import stack
from services.kernel.embedded.problem import OK, PARTLY
from services.kernel.settings import load


@pytest.fixture
def room():
    """A room that answers what it is told to."""

    class Answer(BaseHTTPRequestHandler):
        status = 200

        def do_GET(self):
            self.send_response(self.status if self.path == "/health/ready" else 404)
            self.end_headers()
            self.wfile.write(b'{"unmet": ["writing.disk_full"]}')

        def log_message(self, *_):
            pass

    server = HTTPServer(("127.0.0.1", 0), Answer)
    thread = threading.Thread(target=server.serve_forever)
    thread.start()
    yield Answer, server.server_port
    server.shutdown()
    thread.join()
    server.server_close()


@pytest.mark.parametrize(
    ("answer", "code", "state"), [(200, OK, "ready"), (503, PARTLY, "unready")]
)
def test_a_room_that_says_it_cannot_work_is_not_ready(
    room, tmp_path, monkeypatch, answer, code, state
):
    handler, port = room
    handler.status = answer
    seen = [stack.Seen("gateway", "ready", 1, port), stack.Seen("follow-gateway", "ready", 2, None)]
    monkeypatch.setattr(stack, "look", lambda _: (seen, OK))
    monkeypatch.setattr(summary, "_ASK_AGAIN_SECONDS", 0)
    told = summary.describe(load(JINGHENG_HOME=str(tmp_path)), already=True, tokens=False)

    assert told["exit_code"] == code
    assert [item["state"] for item in told["processes"]] == [state, "ready"]
    why = [] if code == OK else ["writing.disk_full"]
    assert [item["unmet"] for item in told["processes"]] == [why, []]


def test_why_a_room_is_not_ready_is_said_with_what_to_do_about_it(monkeypatch):
    out = io.StringIO()
    process = {"name": "roster", "state": "unready", "ready": False, "pid": 1, "port": 2}
    answer = {"version": "1", "home": "/h"}
    answer["processes"] = [process | {"restarts": 0, "unmet": ["writing.disk_full", "facts"]}]
    answer["processes"][0]["unmet"].append("followers.fork")
    for language, words in (("en", "make room or enlarge it"), ("zh", "请腾出空间或扩容")):
        monkeypatch.setenv("JINGHENG_LANG", language)
        summary.show_processes(Console(file=out, width=200), answer)
        assert f"roster: writing.disk_full: {summary.say('数据库磁盘已满', 'the database')}" in (
            out.getvalue()
        )
        assert words in out.getvalue()
    assert "roster: facts" in out.getvalue()
    assert "roster: followers.fork: a log that is followed has another history" in out.getvalue()
