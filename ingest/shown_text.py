"""The text that a document without pages of its own shows, and what it holds beside that.

Both readers, of HTML and of Word documents, find the two in one walk. What is not shown is counted
here and let go of: no value has a field for its words, but for those that have to be compared with
the shown text first.
"""

import re
from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass, field

from ingest.findings import Finding, FindingKind, plain

_WORD = re.compile(r"\w+")
# Letters side by side that are more than an accident, as in ``hidden_text.py``.
_LEAST = 2


@dataclass(frozen=True, slots=True)
class ShownText:
    """What a document shows, and what it holds and does not show.

    Attributes:
        text: As a reader sees it, line by line.
        findings: Everything else, never with its words.
    """

    text: str
    findings: tuple[Finding, ...]


@dataclass(slots=True)
class Beside:
    """Gathers what a document holds and does not show."""

    _hidden: Counter[FindingKind] = field(default_factory=Counter)
    _objects: Counter[tuple[FindingKind, bool]] = field(default_factory=Counter)
    _told: list[tuple[FindingKind, str, bool]] = field(default_factory=list, repr=False)

    _numbers: list[tuple[FindingKind, str]] = field(default_factory=list, repr=False)

    def hide(self, kind: FindingKind, text: str) -> None:
        """Count text that the document has among its text and does not show."""
        self._hidden[kind] += _letters(text)

    def add(self, kind: FindingKind, *, harmless: bool = False) -> None:
        """Count something that is no text."""
        self._objects[kind, harmless] += 1

    def tell(self, kind: FindingKind, words: str, *, harmless: bool = False) -> None:
        """Note words that are hidden only where the document does not show the same words."""
        if _letters(words):
            self._told.append((kind, words, harmless))

    def tell_number(self, kind: FindingKind, digits: str) -> None:
        """Note a number that is hidden only where the document does not show it, however spaced."""
        if digits:
            self._numbers.append((kind, digits))

    def findings(self, shown: str) -> tuple[Finding, ...]:
        """Compare with what is shown, and return what is left."""
        counts: Counter[tuple[FindingKind, bool]] = Counter(self._objects)
        for kind, letters in self._hidden.items():
            if letters >= _LEAST:
                counts[kind, False] += letters
        known = set(_words(shown))
        for kind, words, harmless in self._told:
            missing = sum(len(word) for word in _words(words) if word not in known)
            if missing >= _LEAST:
                counts[kind, harmless] += missing
        digits_shown = re.sub(r"\D", "", shown)
        for kind, digits in self._numbers:
            if digits not in digits_shown:
                counts[kind, False] += len(digits)
        return tuple(
            Finding(kind, None, count, harmless) for (kind, harmless), count in counts.items()
        )


def _letters(text: str) -> int:
    return sum(map(len, _WORD.findall(text)))


def _words(text: str) -> Iterable[str]:
    return [word for word in _WORD.findall(plain(text)) if len(word) >= _LEAST]
