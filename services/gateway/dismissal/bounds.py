"""What the law leaves open of the grounds on which a bureau ends contracts. Pure."""

from collections.abc import Iterator
from typing import TYPE_CHECKING

from services.kernel.errors import Text
from services.kernel.policy import Beyond

if TYPE_CHECKING:
    from services.gateway.dismissal.policy import TerminationChoice, TerminationLaw


def beyond_termination(law: "TerminationLaw", choice: "TerminationChoice") -> Iterator[Beyond]:
    """By art. 40(2) help comes first; a local rule may name another path, and says so."""
    ground = choice.failed_years
    if ground.path == "no_fault_40" and not ground.help_needed:
        source = law.no_fault.source
        yield Beyond(
            ("failed_years", "help_needed"),
            Text(
                f"按第四十条第二项解除须先培训或者调整工作岗位 ({source}) [law], 不能不要求",
                f"training or another post comes before an ending by art. 40(2) ({source}) [law]",
            ),
        )
