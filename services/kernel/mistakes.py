"""Gathers what is wrong in several parts of a file, so that all of it is told at once. Pure."""

from collections.abc import Callable
from typing import ParamSpec, TypeVar

from services.kernel.yaml_tree import Mistake, SourceWrong

Asked = ParamSpec("Asked")
Found = TypeVar("Found")


class Mistakes:
    def __init__(self) -> None:
        self.found: list[Mistake] = []

    def tried(
        self, read: Callable[Asked, Found], *args: Asked.args, **words: Asked.kwargs
    ) -> Found | None:
        """What was read; None where that raised SourceWrong."""
        try:
            return read(*args, **words)
        except SourceWrong as error:
            self.found += error.mistakes
            return None

    def refuse(self) -> None:
        """Raises SourceWrong if anything was found."""
        if self.found:
            raise SourceWrong(self.found)
