"""Which facts a file of this room cannot hold together, each refusal with its reason. Pure."""

from services.kernel.file.file import FileKind
from services.training import events as e
from services.training.words import WORDS

FILE = FileKind(
    room="training",
    revoked=e.FactRevoked,
    rules={},
    words=WORDS,
    happened=(e.CoursePassed, e.CourseFailed, e.ExamResultRecorded),
)
