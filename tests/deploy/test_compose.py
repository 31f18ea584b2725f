"""What docker-compose.yml promises: closed, bounded, secrets by file, and what the code runs."""

import json
import re
import subprocess
import sys
import time
from pathlib import Path

import pytest
import yaml

from services.kernel.embedded.processes import plan
from services.kernel.observability import Metrics
from services.kernel.pulse import RelayPulse
from services.kernel.settings import Settings, load
from tests.deploy.compose import ROOT, ours, read

SERVICES = read()["services"]
OURS = ours()


def test_it_is_a_compose_file():
    command = [sys.executable, "-m", "check_jsonschema", "--builtin-schema"]
    done = subprocess.run(
        [*command, "vendor.compose-spec", "docker-compose.yml"],
        check=False,
        cwd=ROOT,
        capture_output=True,
    )

    assert done.returncode == 0, done.stdout


@pytest.mark.parametrize("name", SERVICES)
def test_every_service_is_bounded_and_cannot_gain_rights(name):
    service = SERVICES[name]

    assert {"mem_limit", "cpus", "pids_limit", "logging"} <= set(service)
    assert "no-new-privileges:true" in service["security_opt"]
    assert not {"privileged", "network_mode", "pid", "ipc"} & set(service)
    assert not any("docker.sock" in str(volume) for volume in service.get("volumes", []))
    assert service["image"].partition(":")[2] not in {"", "latest"}


@pytest.mark.parametrize("name", OURS)
def test_ours_run_as_nobody_in_particular_on_a_read_only_root(name):
    service = OURS[name]

    assert service["user"] == "10001:10001"
    assert service["read_only"] is True
    assert service["cap_drop"] == ["ALL"]


def test_only_the_gateway_is_published():
    assert [name for name, service in SERVICES.items() if "ports" in service] == ["gateway"]


def test_networks_keep_apart_what_need_not_meet():
    networks = {name: set(service["networks"]) for name, service in SERVICES.items()}

    assert networks["postgres"] == {"data"}
    assert networks["kafka"] == {"bus"}
    assert "bus" not in networks["roster"]
    assert [name for name, found in networks.items() if "edge" in found] == ["gateway"]
    assert [n for n, network in read()["networks"].items() if not network.get("internal")] == [
        "edge"
    ]


def test_secrets_come_by_file_and_each_only_where_it_is_needed():
    declared = set(read()["secrets"])
    used = {secret for service in SERVICES.values() for secret in service.get("secrets", [])}

    assert declared == used
    for service in SERVICES.values():
        for key, value in (service.get("environment") or {}).items():
            assert not re.search("PASSWORD|SECRET|DATABASE_URL", key) or (
                key.endswith(("_FILE", "__FILE")) and value.startswith("/run/secrets/")
            ), key
    owners = {n for n, s in SERVICES.items() if any("owner_url" in x for x in s.get("secrets", []))}
    assert owners == {"migrate"}


def test_every_process_that_stays_says_whether_it_is_healthy():
    for name, service in OURS.items():
        if name != "migrate":
            asked = service["healthcheck"]["test"][3]
            [port] = re.findall(r"127\.0\.0\.1:(\d+)/health/ready", asked)
            prometheus = (ROOT / "deploy/prometheus/prometheus.yml").read_text()
            assert f'"{name}:{port}"' in prometheus or f"names: [{name}]" in prometheus
            assert "inside" in service["networks"]  # Where Prometheus is.


def test_order_is_by_health():
    for service in OURS.values():
        waits = service.get("depends_on", {})
        assert all(
            condition["condition"] in {"service_healthy", "service_completed_successfully"}
            for condition in waits.values()
        )
    assert OURS["migrate"]["depends_on"] == {"postgres": {"condition": "service_healthy"}}


def test_every_variable_is_a_setting():
    known = {str(field.validation_alias) for field in Settings.model_fields.values()}
    known |= {f"{name}_FILE" for name in known}
    for service in OURS.values():
        assert set(service["environment"]) <= known


def test_only_the_roster_is_given_the_keys():
    for secret in ("keys_app_url", "kek_generations", "blind_index_key"):
        assert {n for n, s in SERVICES.items() if secret in s.get("secrets", [])} == {"roster"}


def test_it_runs_what_up_runs():
    """The supervisor's list and the compose file cannot drift apart."""
    settings = load(KAFKA_BOOTSTRAP_SERVERS="127.0.0.1:1")
    here = {" ".join(item.command[3:]) for item in plan(settings)} - {"issuer"}
    there = {" ".join(service["command"]) for service in OURS.values()} - {"migrate"}

    assert here == there


def test_alerts_and_panels_ask_for_metrics_that_exist():
    told = Metrics("x").exposition() + RelayPulse("x", time.monotonic, None).pulse.exposition()
    exposed = set(re.findall(r"^# TYPE (\w+)", told.decode(), re.MULTILINE))
    alerts = yaml.safe_load((ROOT / "deploy/prometheus/alerts.yml").read_text())
    rules = alerts["groups"][0]["rules"]
    board = json.loads((ROOT / "deploy/grafana/dashboards/jingheng.json").read_text())
    asked = [rule["expr"] for rule in rules]
    asked += [target["expr"] for panel in board["panels"] for target in panel["targets"]]
    for expression in asked:
        of_ours = expression.replace('job="jingheng"', "")
        for metric in re.findall(r"(?:jingheng|process)_\w+", of_ours):
            family = re.sub(r"_(bucket|count|sum)$", "", metric)
            assert family in exposed or metric.removesuffix("_total") in exposed, metric
    sections = Path(ROOT / "deploy/runbook.md").read_text().lower()
    for rule in rules:
        section = rule["annotations"]["runbook"].partition("#")[2]
        assert f"## {section.replace('-', ' ')}" in sections, section


def test_the_realm_knows_every_role_and_room():
    from services.kernel.web.permissions import Role

    realm = json.loads((ROOT / "deploy/keycloak/realm.json").read_text(encoding="utf-8"))

    assert {role["name"] for role in realm["roles"]["realm"]} == {role.value for role in Role}
    secrets = {c["clientId"]: c.get("secret") for c in realm["clients"]}
    for room in ("roster", "assessment", "training", "gateway"):
        assert secrets[room] == f"${{CLIENT_{room.upper()}}}"


def test_every_setting_is_explained():
    told = (ROOT / "deploy/env.example").read_text(encoding="utf-8")
    names = {str(field.validation_alias) for field in Settings.model_fields.values()}
    others = re.compile("^(ASSESSMENT|TRAINING|GATEWAY)_")

    assert {name for name in names if not others.match(name) and f"{name}=" not in told} == set()
