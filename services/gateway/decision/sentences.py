"""Sentences with two halves, met and unmet, filled from a finding, in Chinese and English. Pure."""

from collections.abc import Callable, Mapping

from services.gateway.decision.finding import Finding, Scalar
from services.kernel.errors import Text

Sentence = Callable[[Finding], Text]


class Teller:
    """Makes the sentences of one kind of decision; `terms` gives the Chinese of wire codes."""

    def __init__(self, terms: Mapping[str, str]) -> None:
        self._terms = terms

    def says(self, zh: str, en: str, unmet_zh: str = "", unmet_en: str = "") -> Sentence:
        """{r.x} stands for what is required, {f.x} for what is found, {until} for the last day.

        One pair of words serves both when there is no second.
        """

        def sentence(finding: Finding) -> Text:
            met = finding.met or not unmet_zh
            words_zh, words_en = (zh, en) if met else (unmet_zh, unmet_en)
            return Text(_fill(words_zh, finding, self._term), _fill(words_en, finding, _plain))

        return sentence

    def _term(self, value: Scalar) -> str:
        return self._terms.get(str(value), str(value))


class _Words:
    def __init__(self, values: Mapping[str, Scalar], tell: Callable[[Scalar], str]) -> None:
        self._values, self._tell = values, tell

    def __getattr__(self, name: str) -> str:
        value = self._values.get(name)
        return "-" if value is None else self._tell(value)


def _plain(value: Scalar) -> str:
    return str(value).replace("_", " ")


def _fill(words: str, finding: Finding, tell: Callable[[Scalar], str]) -> str:
    return words.format(
        r=_Words(finding.required, tell), f=_Words(finding.found, tell), until=finding.until
    )
