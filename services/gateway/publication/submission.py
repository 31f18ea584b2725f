"""The text of a draft read as strictly as a file of `policies/`, each mistake by its line. Pure."""

import hashlib
from collections.abc import Sequence
from dataclasses import dataclass

from services.gateway.level.policy import AUXILIARY_LEVEL
from services.gateway.pay.bounds import levels_unpaid
from services.gateway.pay.choice import AUXILIARY_PAY
from services.gateway.whatif.draft import PolicyText, read_draft
from services.kernel.errors import FieldError, Refused, Text, invalid
from services.kernel.policy import NoPolicyInForce, PolicyKind, Shelf, Version
from services.kernel.values import DAY_MAX, DAY_MIN
from services.kernel.yaml_tree import Mistake, SourceWrong

ERRORS_SHOWN = 50
NAME = "draft"  # How mistakes call it: draft:12: ...


@dataclass(frozen=True, slots=True)
class Submission:
    """A policy text that could be published, with the cases that go with it."""

    text: str
    cases: str
    policy: str
    version: Version

    @property
    def text_sha256(self) -> str:
        return hashlib.sha256(self.text.encode()).hexdigest()


def read(text: str, cases: str, shelf: Shelf, kinds: Sequence[PolicyKind]) -> Submission:
    """`kinds`: what the gateway decides by. Raises Refused with every mistake."""
    try:
        policy, layer, version = read_draft(PolicyText(NAME, text), kinds, shelf)
    except SourceWrong as error:
        raise wrong_text("/text", error.mistakes) from None
    if layer == "law":
        raise _wrong(
            "law_is_shipped",
            "法定层随软件发布, 不在此起草; 单位只可选择 layer: bureau",
            "law comes with the software and is not drafted here; a bureau chooses layer: bureau",
        )
    if not DAY_MIN <= version.effective_from <= DAY_MAX:
        raise _wrong(
            "effective_day_out_of_range",
            f"effective_from 应在 {DAY_MIN} 至 {DAY_MAX} 之间",
            f"effective_from must be between {DAY_MIN} and {DAY_MAX}",
        )
    if policy in (AUXILIARY_LEVEL.name, AUXILIARY_PAY.name):
        _refuse_unpaid(shelf.with_version(policy, layer, version), version)
    now = shelf.layers.get((policy, layer), ())
    if any((v.effective_from, v.content) == (version.effective_from, version.content) for v in now):
        raise _wrong(
            "nothing_changes",
            f"{version.effective_from} 起的 {policy} 已是此内容",
            f"the {policy} from {version.effective_from} says exactly this already",
        )
    return Submission(text, cases, policy, version)


def _refuse_unpaid(beside: Shelf, version: Version) -> None:
    """The ladder and its wages are two files: a level of one is one of the other."""
    try:
        ladder = beside.in_force(AUXILIARY_LEVEL.name, version.effective_from).choice
        table = beside.in_force(AUXILIARY_PAY.name, version.effective_from).choice
    except NoPolicyInForce:
        return
    levels = ", ".join(map(str, levels_unpaid(ladder, table)))
    if levels:
        raise _wrong(
            "levels_without_wage",
            f"层级 {levels} 没有薪级工资: auxiliary_pay 的 level_wage.monthly 须写明每一级",
            f"levels {levels} have no wage: level_wage.monthly of auxiliary_pay names each level",
        )


def wrong_text(pointer: str, mistakes: Sequence[Mistake]) -> Refused:
    return invalid(
        "policy_draft_wrong",
        "政策草案有误; 逐行见 errors",
        "the policy draft is wrong; each line is in errors",
        errors=[
            FieldError(pointer, "policy_draft_wrong", Text(m.told("zh"), m.told("en")))
            for m in mistakes[:ERRORS_SHOWN]
        ],
    )


def _wrong(code: str, zh: str, en: str) -> Refused:
    return invalid(code, zh, en, errors=[FieldError("/text", code, Text(zh, en))])
