"""The published language of the roster, and what in it cannot stand together.

The only file of the roster that others may import.
"""

from services.roster.attendance.events import *
from services.roster.care.events import *
from services.roster.contact.events import *
from services.roster.contract.events import *
from services.roster.doubts import *
from services.roster.erasure.events import *
from services.roster.health.events import *
from services.roster.honour.events import *
from services.roster.identity.events import *
from services.roster.investigation.events import *
from services.roster.level.events import *
from services.roster.objection.events import *
from services.roster.person.events import *
from services.roster.rank.events import *
from services.roster.recruitment.events import *
from services.roster.remuneration.events import *
from services.roster.sanction.events import *
from services.roster.secondment.events import *
from services.roster.unit.events import *
