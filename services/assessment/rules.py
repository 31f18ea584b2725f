"""Which facts a file of this room cannot hold together, each refusal with its reason. Pure."""

from collections.abc import Sequence

from services.assessment import events as e
from services.assessment.words import WORDS
from services.kernel.errors import invalid
from services.kernel.fact import Fact
from services.kernel.file.file import FileKind


def year_has_begun(_whole: Sequence[Fact], new: Fact) -> None:
    if new.data.year > new.effective_on.year:
        raise invalid(
            "graded_before_the_year",
            f"{new.data.year} 年度的等次不可能在 {new.effective_on} 确定",
            f"a grade of {new.data.year} cannot have been decided on {new.effective_on}",
        )


FILE = FileKind(
    room="assessment",
    revoked=e.FactRevoked,
    rules={e.AnnualGradeDecided: (year_has_begun,)},
    words=WORDS,
    happened=(e.AnnualGradeDecided, e.BureauGradeDecided),
)
