"""What keeps one machine from running the product, in one line: what, where, what to do. Pure."""

from typing import Final

from services.kernel.errors import Text

# Exit codes of `./jingheng`; documented in its help.
OK: Final = 0
FAILED: Final = 1
USAGE: Final = 2
NOT_RUNNING: Final = 3
PARTLY: Final = 4
ENVIRONMENT: Final = 5
INTERRUPTED: Final = 130


class Problem(Exception):
    """Nothing was left half done; the text says what to do and `exit_code` tells a script."""

    def __init__(self, zh: str, en: str, *, exit_code: int = ENVIRONMENT) -> None:
        super().__init__(en)
        self.text = Text(zh, en)
        self.exit_code = exit_code
