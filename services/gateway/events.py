"""The published language of the gateway: decisions are events too."""

from services.gateway.payroll.events import *
from services.gateway.places.events import *
from services.gateway.proposal.events import *
from services.gateway.publication.events import *
from services.gateway.record.events import *
