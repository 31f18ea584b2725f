"""Shelves with one policy version more, for tests of rules that are published late."""

from services.gateway.pay.choice import AUXILIARY_PAY
from services.gateway.pay.policy import CONTRIBUTIONS
from services.gateway.pay.rules import PayRules
from services.kernel.policy import PolicyKind
from services.kernel.policy_files import read_version
from tests.gateway.on_file import POLICIES, SHELF

FOLDERS = {AUXILIARY_PAY: "bureaus/r0/auxiliary_pay", CONTRIBUTIONS: "bureaus/r0/contributions"}


def with_later(kind: PolicyKind, day: str, old: str, new: str) -> PayRules:
    """The reference bureau's version with one change, in force from `day`."""
    path = POLICIES / FOLDERS[kind] / "2010-01-01.yaml"
    text = path.read_text(encoding="utf-8")
    assert old in text
    text = text.replace("2010-01-01", day).replace(old, new)
    version = read_version(text, f"{FOLDERS[kind]}/{day}.yaml", kind, bureau="r0")
    return PayRules(SHELF.with_version(kind.name, "bureau", version))
