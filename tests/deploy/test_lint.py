"""The linters that `check` runs are red for what matters: each mistake planted in a copy."""

import subprocess
import sys
from pathlib import Path

import pytest

from tests.deploy.compose import ROOT

HADOLINT = Path(sys.executable).parent / "hadolint"


@pytest.mark.parametrize(
    ("there", "planted"),
    [
        ("FROM python:3.13-slim-bookworm\nRUN", "FROM python\nRUN"),
        ("USER 10001:10001", "USER root"),
        ('ENTRYPOINT ["python", "-m", "services.cli"]', "ENTRYPOINT python -m services.cli"),
        ("RUN useradd", "RUN apt-get install curl; useradd"),
    ],
)
def test_a_mistake_in_the_dockerfile_is_red(tmp_path, there, planted):
    text = (ROOT / "deploy" / "Dockerfile").read_text()
    assert there in text
    for name, content in (("sound", text), ("planted", text.replace(there, planted))):
        (tmp_path / name).write_text(content)
    codes = [
        subprocess.run([HADOLINT, tmp_path / name], check=False, capture_output=True).returncode
        for name in ("sound", "planted")
    ]

    assert codes == [0, 1]


def test_a_mistake_in_compose_is_red(tmp_path):
    text = (ROOT / "docker-compose.yml").read_text()
    (tmp_path / "compose.yml").write_text(text.replace("pids_limit: 200", "pid_limits: 200", 1))
    command = [sys.executable, "-m", "check_jsonschema", "--builtin-schema"]
    done = subprocess.run(
        [*command, "vendor.compose-spec", str(tmp_path / "compose.yml")],
        check=False,
        capture_output=True,
    )

    assert done.returncode == 1
