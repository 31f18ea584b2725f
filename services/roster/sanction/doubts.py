"""What of the orders and cases on file cannot all be true. Pure."""

from collections import defaultdict
from collections.abc import Callable, Iterator, Sequence
from typing import Any

from services.kernel.doubt import Doubt, doubt
from services.kernel.fact import Fact
from services.roster.investigation.events import CaseClosed
from services.roster.sanction.events import SanctionImposed, SanctionLifted
from services.roster.whole import Whole


def of_orders(whole: Whole) -> Iterator[Doubt]:
    yield from _differing(
        whole.of(SanctionImposed),
        lambda f: f.data.document_no.strip(),
        ("one_document_two_sanctions", "同一文号有不同的处分", "one document, two sanctions"),
    )
    yield from _differing(
        whole.of(SanctionLifted),
        lambda f: f.data.sanction,
        ("lifted_twice", "同一处分解除了多次", "one sanction was lifted more than once"),
    )
    yield from _differing(
        whole.of(CaseClosed),
        lambda f: f.data.case_no,
        ("case_closed_twice", "同一案号有不同的结案", "one case was closed in different ways"),
    )


def _differing(
    facts: Sequence[Fact], by: Callable[[Fact], Any], words: tuple[str, str, str]
) -> Iterator[Doubt]:
    """Facts about one and the same thing that differ in their day or in what they say."""
    same: dict[Any, list[Fact]] = defaultdict(list)
    for fact in facts:
        if key := by(fact):
            same[key].append(fact)
    code, zh, en = words
    for group in same.values():
        first = group[0]
        if any((f.effective_on, f.data) != (first.effective_on, first.data) for f in group):
            yield doubt(
                code,
                f"{zh}: 请登记部门核对文件, 更正或撤销不实的一条",
                f"{en}: whoever recorded them looks at the papers and mends what is wrong",
                group,
            )
