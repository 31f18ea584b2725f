"""Who speaks in the demonstration: fixed persons of the demonstration bureau by role. Pure."""

from uuid import UUID, uuid5

NAMESPACE = UUID("6a696e67-6865-4e67-8d65-6d6f00000001")  # Fixed for ever: ids depend on it.


def person_id(number: int) -> str:
    """The id of the n-th person of the generated bureau, the same on every machine."""
    return str(uuid5(NAMESPACE, f"person-{number}"))


def cast() -> dict[str, str | None]:
    """Role -> person id; None for those who only work with the system."""
    return {
        "hr": None,
        "unit_leader": person_id(1),
        "officer": person_id(2),
        "auxiliary": person_id(60),
        "assessor": None,
        "trainer": None,
        "finance": None,
        "approver": person_id(0),
        "auditor": None,
    }
