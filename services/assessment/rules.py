"""Which facts a file of this room cannot hold together, each refusal with its reason. Pure."""

from services.assessment import events as e
from services.assessment.words import WORDS
from services.kernel.file.file import FileKind

FILE = FileKind(room="assessment", revoked=e.FactRevoked, rules={}, words=WORDS)
