"""Which people are graded together: small units are pooled, because shares of few mean nothing.

Pure.
"""

from collections.abc import Mapping, Sequence


def pools(
    units: Mapping[str, Sequence[str]], parents: Mapping[str, str], below: int
) -> dict[str, list[str]]:
    """By name of the pool, everybody once. Units of fewer than `below` join under their parent.

    When together they still are too few, they join the smallest other unit of that parent.
    """
    found = {unit: list(people) for unit, people in units.items() if len(people) >= below}
    small: dict[str, list[str]] = {}
    for unit, people in units.items():
        if len(people) < below and people:
            small.setdefault(parents.get(unit, unit), []).extend(people)
    for parent, people in small.items():
        siblings = [u for u in found if parents.get(u) == parent]
        if len(people) < below and siblings:
            host = min(siblings, key=lambda u: (len(found[u]), u))
            found[host] += people
        else:
            found.setdefault(parent, []).extend(people)
    return found
