"""How sensitive each field of assessment's events is. Pure."""

from services.kernel.protect.classes import Classed, Classes, FieldClass

_S2, _S3 = FieldClass.S2, FieldClass.S3

CLASSES: Classes = {
    "decided_by": _S2,
    "grade": Classed(_S3, "promotion, pay and dismissal are decided from it"),
    "month": _S2,
    "percent": Classed(_S3, "pay is decided from it"),
    "period": _S2,
    "bureau_grade_decided.grade": _S2,
    "score_hundredths": _S2,
    "year": _S2,
}
