"""Files of somebody who might be let go, as the bars see them."""

from services.gateway.decision.employment import AUXILIARY, employment
from services.gateway.dismissal.surroundings import Surroundings
from tests.gateway.on_file import DAY, SHELF, dossier

TERMINATION = SHELF.in_force("termination", DAY("2024-06-01")).law.bars
DISMISSAL = SHELF.in_force("dismissal", DAY("2024-06-01")).law.bars


def around(as_of, *lines, law=TERMINATION):
    file = dossier(as_of, *lines)
    retirement = SHELF.in_force("retirement", DAY(as_of)).law
    return Surroundings(file, law, retirement, employment(file, AUXILIARY))
