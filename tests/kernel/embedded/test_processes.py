"""The list of processes is data: it survives the file it travels in, and names no secret."""

from pathlib import Path

from services.kernel.embedded import processes
from services.kernel.settings import load


def test_the_plan_survives_its_file():
    plan = processes.plan(load())

    assert processes.from_json(processes.to_json(plan)) == plan


def test_the_gateway_starts_after_the_rooms_and_workers_last():
    stages = {item.name: item.stage for item in processes.plan(load())}

    assert stages["issuer"] < stages["roster"] < stages["gateway"] < stages["follow-gateway"]


def test_relays_run_only_with_kafka(monkeypatch):
    monkeypatch.delenv("KAFKA_BOOTSTRAP_SERVERS", raising=False)
    assert not any(item.name.startswith("relay") for item in processes.plan(load()))
    monkeypatch.setenv("KAFKA_BOOTSTRAP_SERVERS", "127.0.0.1:9092")
    names = [item.name for item in processes.plan(load())]

    assert [name for name in names if name.startswith("relay")] == [
        "relay-roster",
        "relay-assessment",
        "relay-training",
        "relay-gateway",
    ]


def test_secrets_travel_by_file_and_owners_only_to_the_migration(monkeypatch, tmp_path):
    settings = load(JINGHENG_HOME=str(tmp_path))
    told = processes.environment(settings, owner=False)

    assert Path(told["ROSTER_DATABASE_URL_FILE"]) == tmp_path / "secrets" / "roster_app.url"
    assert not any("OWNER" in name for name in told)
    assert "ROSTER_OWNER_DATABASE_URL_FILE" in processes.environment(settings, owner=True)
    assert not any("postgresql://" in value for value in told.values())
