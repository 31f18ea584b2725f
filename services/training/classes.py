"""How sensitive each field of training's events is. Pure."""

from services.kernel.protect.classes import Classes, FieldClass

_S2 = FieldClass.S2

CLASSES: Classes = dict.fromkeys(
    ("certificate_no", "course", "days", "pass_mark", "score", "title", "year"), _S2
)
