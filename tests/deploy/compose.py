"""docker-compose.yml as data, with its anchors merged."""

from pathlib import Path
from typing import Any

import yaml

ROOT = Path(__file__).parents[2]
OURS = ("serve", "relay", "follow", "migrate")


def read() -> dict[str, Any]:
    return yaml.safe_load((ROOT / "docker-compose.yml").read_text(encoding="utf-8"))


def ours() -> dict[str, dict[str, Any]]:
    """The services that run our image."""
    return {
        name: service
        for name, service in read()["services"].items()
        if service.get("command", [""])[0] in OURS
    }
