"""One real Kafka broker (KRaft) on 127.0.0.1 from a folder of jars; needs Java 17, no Docker."""

import os
import shutil
import subprocess
from pathlib import Path
from typing import Final

from services.kernel.embedded.problem import Problem
from services.kernel.embedded.processes import Planned

VERSION: Final = "4.3.0"  # The same as in docker-compose.yml.
_POM = Path(__file__).with_name("kafka_pom.xml")
_CLUSTER_ID = "MkU3OEVBNTcwNTJENDM2Qk"
_JAVA = ("java", "-Xmx384m", "-XX:+UseSerialGC", "-XX:TieredStopAtLevel=1", "-XX:-UsePerfData")
_MAVEN_SECONDS_MAX = 600
# Without the three single-copy lines, groups and transactions hang on one node.
_PROPERTIES = """process.roles=broker,controller
node.id=1
controller.quorum.voters=1@127.0.0.1:{controller}
listeners=PLAINTEXT://127.0.0.1:{port},CONTROLLER://127.0.0.1:{controller}
advertised.listeners=PLAINTEXT://127.0.0.1:{port}
inter.broker.listener.name=PLAINTEXT
controller.listener.names=CONTROLLER
listener.security.protocol.map=CONTROLLER:PLAINTEXT,PLAINTEXT:PLAINTEXT
log.dirs={data}
auto.create.topics.enable=false
offsets.topic.replication.factor=1
offsets.topic.num.partitions=4
transaction.state.log.replication.factor=1
transaction.state.log.min.isr=1
transaction.state.log.num.partitions=4
group.initial.rebalance.delay.ms=0
broker.session.timeout.ms=3000
broker.heartbeat.interval.ms=500
num.network.threads=2
num.io.threads=4
log.cleaner.dedupe.buffer.size=4194304
"""


def prepare(home: Path, port: int, controller: int) -> Planned:
    """Configured and formatted; the broker as a process for the supervisor to start."""
    folder = home / "kafka"
    folder.mkdir(exist_ok=True)
    properties, data = folder / "server.properties", folder / "data"
    properties.write_text(
        _PROPERTIES.format(port=port, controller=controller, data=data), encoding="utf-8"
    )
    java = (*_JAVA, "-cp", f"{jars()}/*")  # The star is for java, no shell sees it.
    if not (data / "meta.properties").exists():
        shutil.rmtree(data, ignore_errors=True)
        words = ("kafka.tools.StorageTool", "format", "-t", _CLUSTER_ID, "-c", str(properties))
        _run(*java, *words)
    return Planned(
        name="kafka",
        command=(*java, "kafka.Kafka", str(properties)),
        stage=0,
        port=port,
    )


def jars() -> Path:
    """`KAFKA_JARS`, or a cache folder filled once by Maven; a second start does not ask it."""
    if given := os.environ.get("KAFKA_JARS"):
        return Path(given)
    cache = Path(os.environ.get("XDG_CACHE_HOME") or Path.home() / ".cache")
    folder = cache / "jingheng" / "kafka" / VERSION
    if folder.is_dir():
        return folder
    for program, package in (("java", "openjdk-17-jre-headless"), ("mvn", "maven")):
        if shutil.which(program) is None:
            raise Problem(
                f"--kafka 需要 {program}（Debian/Ubuntu: apt install {package}）；"
                "或设置 KAFKA_BOOTSTRAP_SERVERS 使用现有的 Kafka。",
                f"--kafka needs {program} (Debian/Ubuntu: apt install {package}); or name a "
                "broker that runs already with KAFKA_BOOTSTRAP_SERVERS.",
            )
    making = folder.with_name(f"{VERSION}.{os.getpid()}")
    making.mkdir(parents=True)
    try:
        goal = ("dependency:copy-dependencies", "-DincludeScope=runtime")
        _run("mvn", "-q", "-B", "-f", str(_POM), *goal, f"-DoutputDirectory={making}")
        if not folder.exists():
            making.rename(folder)
    finally:
        shutil.rmtree(making, ignore_errors=True)
    return folder


def _run(*command: str) -> None:
    done = subprocess.run(
        command,
        check=False,
        capture_output=True,
        text=True,
        errors="replace",
        stdin=subprocess.DEVNULL,
        timeout=_MAVEN_SECONDS_MAX,
    )
    if done.returncode != 0:
        last = " / ".join((done.stdout + done.stderr).strip().splitlines()[-3:])
        raise Problem(f"{command[0]} 失败：{last}", f"{command[0]} failed: {last}")
