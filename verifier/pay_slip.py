"""A pay slip reckoned anew: its sums, the month's own lines, what it settles of others, its tax.

Written from docs/certificate.md; shares no code with the product.
"""

from __future__ import annotations

from typing import Iterator  # noqa: UP035  So that Python 3.9 runs it.

from pay_file import PayFile
from pay_lines import Key, Month
from pay_tax import Tax, wages_owed
from slip_certificate import Json, SlipCertificate, month_of
from words import NotJudged

SETTLED = ("gross", "own", "unit")
SUMS = {"gross": "gross_fen", "own": "own_fen", "unit": "unit_fen", "tax": "tax_fen"}
ALWAYS_UNJUDGED = {"damage", "advanced", "repaid", "severance_tax"}


def judge_slip(found: SlipCertificate) -> str:
    """`agrees`, `agrees; not judged: ...`, `not judged: ...` or `differs: ...`."""
    differences = list(sums(found.slip))
    if found.slip["outcome"] in ("HOLD", "NOT_ELIGIBLE"):
        if found.slip.get("lines"):
            differences.append("it pays nothing and yet has lines")
        return _told(differences, {"why it pays nothing"})
    differences += policies(found)
    unjudged: set[str] = set()
    try:
        again = _Again(found)
        differences += [*again.own_month(), *again.other_months(), *again.tax()]
        unjudged = again.unjudged
    except NotJudged as why:
        return _told(differences, {str(why)}, "not judged")
    except (LookupError, TypeError, ValueError, ArithmeticError, AttributeError) as fault:
        return _told(
            differences, {f"a policy or fact in an unknown form ({fault!r})"}, "not judged"
        )
    return _told(differences, unjudged)


def _told(differences: list[str], unjudged: set[str], word: str = "agrees") -> str:
    if differences:
        return f"differs: {'; '.join(differences)}"
    if word != "agrees":
        return f"{word}: {', '.join(sorted(unjudged))}; its sums agree"
    return f"agrees; not judged: {', '.join(sorted(unjudged))}" if unjudged else "agrees"


def sums(slip: Json) -> Iterator[str]:
    """Totals of the lines, the net, and what the year has come to."""
    lines = slip.get("lines", [])
    by_part = {p: sum(x["amount_fen"] for x in lines if x["part"] == p) for p in (*SUMS, "damage")}
    for part, name in SUMS.items():
        if by_part[part] != slip.get(name, 0):
            yield f"{name} is {slip.get(name, 0)}, its lines add up to {by_part[part]}"
    if by_part["damage"] != slip.get("damage_fen", 0):
        yield f"damage_fen is not the sum of its lines, {by_part['damage']}"
    net = slip.get("gross_fen", 0) + slip.get("advanced_fen", 0)
    net -= sum(slip.get(name, 0) for name in ("own_fen", "tax_fen", "damage_fen", "repaid_fen"))
    if net != slip.get("net_fen", 0):
        yield f"net_fen is {slip.get('net_fen', 0)}, by its sums it is {net}"


def policies(found: SlipCertificate) -> Iterator[str]:
    """Each line names the policies that were in force on the first of its month."""
    for line in found.slip.get("lines", []):
        for used in line.get("policies", []):
            name = used["id"].partition("/")[0].partition("@")[0]
            right = found.rules.used(name, month_of(line["month"]))
            if used != right:
                yield f"{_name(line)} goes by {used['id']}, in force was {right['id']}"


def _name(line: Json) -> str:
    return f"{line['month']} {line['part']} {line['item']}"


class _Again:
    """The slip's lines against those made here."""

    def __init__(self, found: SlipCertificate) -> None:
        self.found, self.slip = found, found.slip
        self.file = PayFile(found.facts, found.known, found.month)
        self.unjudged: set[str] = set()
        self.carried = found.earlier[-1]["carried"] if found.earlier else {}

    def _month(self, month: int) -> Month:
        made = Month(self.file, self.found.rules, month)
        if any(one.get("reason") == "ORDER_SET_ASIDE" for one in self.slip.get("findings", [])):
            made.unjudged.add("rank_allowance")
        return made

    def own_month(self) -> Iterator[str]:
        """Nothing is missing, nothing is too much, every amount is right."""
        made = self._month(self.found.month)
        told = {
            _key(line): line["amount_fen"]
            for line in self.slip.get("lines", [])
            if line["month"] == self.slip["month"]
            and "due_fen" not in line
            and line["part"] in SETTLED
        }
        for key in dict.fromkeys([*told, *made.lines]):
            if self._is_unjudged(key, made):
                continue
            if told.get(key) != made.lines.get(key):
                yield (
                    f"{self.slip['month']} {key[0]} {key[1]} is {told.get(key, 'not there')}, "
                    f"by facts and policies it is {made.lines.get(key, 'not there')}"
                )
        self.unjudged |= {
            line["item"] for line in self.slip.get("lines", []) if line["item"] in ALWAYS_UNJUDGED
        }

    def _is_unjudged(self, key: Key, made: Month) -> bool:
        if key[1] in made.unjudged:
            self.unjudged.add(key[1])
            return True
        return False

    def other_months(self) -> Iterator[str]:
        """Differences of earlier months: what should be less what was settled, each once."""
        lines = [line for line in self.slip.get("lines", []) if "due_fen" in line]
        listed = {(line["month"], _key(line)) for line in lines}
        settled = self._settled()
        taken_over = bool(self.file.of("roster.pay_settled.v1"))
        first = self.slip["first_month"]
        months = {slip["month"] for slip in self.found.earlier} | {line["month"] for line in lines}
        owed = 0
        for name in sorted(months):
            if taken_over or name < first:
                self.unjudged.add(f"what was settled of {name}")
                continue
            made = self._month(month_of(name))
            yield from self._differences(name, made, settled.get(name, {}), lines)
            if not self.slip["carried"].get("open_from"):
                yield from self._left_out(name, made, settled.get(name, {}), listed)
            owed += _overpaid(made, settled.get(name, {}), [x for x in lines if x["month"] == name])
        if not self.unjudged and owed != wages_owed(self.slip):
            yield f"{wages_owed(self.slip)} of wages are said to be owed, it is {owed}"

    def _settled(self) -> dict[str, dict[Key, int]]:
        found: dict[str, dict[Key, int]] = {}
        for slip in self.found.earlier:
            for line in slip.get("lines", []):
                if line["part"] in SETTLED:
                    of = found.setdefault(line["month"], {})
                    of[_key(line)] = of.get(_key(line), 0) + line["amount_fen"]
        return found

    def _differences(
        self, name: str, made: Month, settled: dict[Key, int], lines: Json
    ) -> Iterator[str]:
        for line in lines:
            key = _key(line)
            if line["month"] != name:
                continue
            due, paid = line["due_fen"], line.get("settled_fen", 0)
            if paid != settled.get(key, 0):
                yield f"{_name(line)}: {paid} settled, earlier slips say {settled.get(key, 0)}"
            whole = due - paid
            cut = self.slip["carried"].get("open_from") and 0 >= line["amount_fen"] >= whole
            if line["amount_fen"] != whole and not cut:
                yield f"{_name(line)} is {line['amount_fen']}, due less settled is {whole}"
            if not self._is_unjudged(key, made) and due != made.lines.get(key, 0):
                right = made.lines.get(key, 0)
                yield f"{_name(line)} should be {due}, by facts and policies {right}"

    def _left_out(
        self, name: str, made: Month, settled: dict[Key, int], listed: Json
    ) -> Iterator[str]:
        for key in dict.fromkeys([*settled, *made.lines]):
            same = settled.get(key, 0) == made.lines.get(key, 0)
            reopened = made.from_wage and key[0] != "gross"
            if same or reopened or (name, key) in listed or self._is_unjudged(key, made):
                continue
            yield (
                f"{name} {key[0]} {key[1]}: {settled.get(key, 0)} was settled, it should be "
                f"{made.lines.get(key, 0)}, and the slip settles nothing of it"
            )

    def tax(self) -> Iterator[str]:
        try:
            expected = Tax(self.file, self.found.rules, self.slip, self.carried).expected()
        except NotJudged as why:
            self.unjudged.add(str(why))
            return
        told = {
            line["item"]: line["amount_fen"]
            for line in self.slip.get("lines", [])
            if line["part"] == "tax"
        }
        for item in dict.fromkeys([*told, *expected]):
            if told.get(item) != expected.get(item):
                yield (
                    f"tax {item} is {told.get(item, 'not there')}, "
                    f"cumulatively it is {expected.get(item, 'not there')}"
                )


def _overpaid(made: Month, settled: dict[Key, int], lines: Json) -> int:
    """Of one month's gross: what was paid, less what this slip takes back, less what is due."""
    paid = sum(fen for key, fen in settled.items() if key[0] == "gross")
    paid += sum(line["amount_fen"] for line in lines if line["part"] == "gross")
    return paid - sum(fen for key, fen in made.lines.items() if key[0] == "gross")


def _key(line: Json) -> Key:
    return (line["part"], line["item"], line.get("ref"))
