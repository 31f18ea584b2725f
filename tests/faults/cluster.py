"""The bench with three brokers, each a controller, every record on all of them."""

import asyncio
from collections.abc import Sequence
from pathlib import Path

from kafka import KafkaAdminClient

from services.kernel.embedded import kafka, port
from tests.faults.bench import Bench

NODES = (1, 2, 3)
_CHANGED = (
    "node.id=",
    "controller.quorum.voters=",
    "offsets.topic.replication.factor=",
    "transaction.state.log.replication.factor=",
    "transaction.state.log.min.isr=",
)
_OF_THREE = (
    "offsets.topic.replication.factor=3",
    "transaction.state.log.replication.factor=3",
    "transaction.state.log.min.isr=2",
    "min.insync.replicas=2",
)


class Cluster(Bench):
    """Relay and followers reach the brokers without a proxy: here it is brokers that fail."""

    replication = len(NODES)

    def __init__(self, folder: Path) -> None:
        super().__init__(folder)
        self._at = {node: port.any_free() for node in NODES}
        self._controllers = {node: port.any_free() for node in NODES}
        self.broker = ",".join(f"127.0.0.1:{at}" for at in self._at.values())

    def _bootstrap(self, wire: str) -> str:
        return self.broker

    async def _brokers(self) -> None:
        for node in NODES:
            self._run(f"kafka-{node}", await asyncio.to_thread(self._node, node), {})

    def _node(self, node: int) -> Sequence[str]:
        """Configured and formatted like the product's own broker, but for being one of three."""
        home = self.folder / f"node-{node}"
        home.mkdir()
        file, data = home / "server.properties", home / "data"
        voters = ",".join(f"{n}@127.0.0.1:{at}" for n, at in self._controllers.items())
        told = kafka._PROPERTIES.format(
            port=self._at[node], controller=self._controllers[node], data=data
        )
        kept = [line for line in told.splitlines() if not line.startswith(_CHANGED)]
        kept += [f"node.id={node}", f"controller.quorum.voters={voters}", *_OF_THREE]
        file.write_text("\n".join(kept) + "\n")
        java = (*kafka._JAVA, "-cp", f"{kafka.jars()}/*")
        words = ("kafka.tools.StorageTool", "format", "-t", kafka._CLUSTER_ID, "-c", str(file))
        kafka._run(*java, *words)
        return (*java, "kafka.Kafka", str(file))

    def leaders(self, topic: str) -> dict[int, int]:
        """The node that leads each partition now."""
        admin = KafkaAdminClient(bootstrap_servers=self.broker.split(","))
        try:
            (found,) = admin.describe_topics([topic])
            return {one["partition_index"]: one["leader_id"] for one in found["partitions"]}
        finally:
            admin.close()
