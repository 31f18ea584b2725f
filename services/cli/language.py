"""Which of the two languages the terminal is answered in, and machine-readable answers."""

import json
import os
import sys
from typing import Literal

from services.kernel.errors import Text

Language = Literal["zh", "en"]
_VARIABLE = "JINGHENG_LANG"  # Also tells our own child processes.


def choose(language: str) -> None:
    os.environ[_VARIABLE] = language


def language() -> Language:
    """`--lang` first, then the locale; English unless the locale is Chinese."""
    names = (os.environ.get(name) for name in (_VARIABLE, "LC_ALL", "LANG"))
    first = next((name for name in names if name), "en")
    return "zh" if first.startswith("zh") else "en"


def say(zh: str, en: str) -> str:
    return zh if language() == "zh" else en


def in_language(text: Text) -> str:
    return say(text.zh, text.en)


def tell(zh: str, en: str) -> None:
    """One line to the user; to stderr, so that stdout stays clean for `--json`."""
    print(say(zh, en), file=sys.stderr, flush=True)


def print_json(answer: object) -> None:
    print(json.dumps(answer, ensure_ascii=False, indent=2, default=str), flush=True)
