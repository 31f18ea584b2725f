"""How sensitive each field of the gateway's events is: decisions name facts, not what is sealed.

Pure.
"""

from services.kernel.protect.classes import Classed, Classes, FieldClass

_S1, _S2, _S3 = FieldClass.S1, FieldClass.S2, FieldClass.S3
_DECIDED = Classed(_S3, "it is the decision, replayed to the byte; made of facts in the clear only")
_PLACES = [f"{room}_{what}" for room in ("roster", "assessment", "training") for what in ("pos",)]
_LINKS = [f"{room}_chain" for room in ("roster", "assessment", "training")]

CLASSES: Classes = {
    **dict.fromkeys((*_PLACES, *_LINKS, "known_at", "rules_sha256", "slips_sha256", "files"), _S1),
    # What a policy says, its cases too, is for everybody inside; who wrote and approved it is not.
    **dict.fromkeys(
        ("draft", "policy", "bureau", "effective_from", "policies_pos", "restates"), _S1
    ),
    **dict.fromkeys(("text", "cases", "text_sha256", "draft_sha256", "cases_played"), _S1),
    **dict.fromkeys(("authors", "approvers"), _S2),
    **dict.fromkeys(("approvals_needed", "publicity_days", "scope", "unit_id", "on_run"), _S1),
    **dict.fromkeys(("group", "allowed", "taken"), _S1),
    **dict.fromkeys(("slips", "people", "missing", "not_serving", "first_month", "last_day"), _S2),
    **dict.fromkeys(("kind", "outcome", "new_outcome", "category", "month", "run", "person"), _S2),
    **dict.fromkeys(("note", "reason", "because", "order_no", "issued_on", "upheld"), _S2),
    **dict.fromkeys(
        ("replaces", "proposal", "objection", "withheld", "exceptions", "checks", "detail"), _S2
    ),
    "grounds": Classed(_S3, "the room that publishes decisions holds no keys of people"),
    **dict.fromkeys(("decision", "decision_sha256", "new_decision_sha256"), _DECIDED),
    **dict.fromkeys(("slip", "slip_sha256"), _DECIDED),
    **dict.fromkeys(("gross_fen", "own_fen", "tax_fen", "net_fen", "unit_fen"), _DECIDED),
}
