"""A PDF that was damaged at random is searchable, or listed with a reason and a cure.

Each is read the way a job reads it: in a process of its own with limits, so that a reader that
dies or hangs is seen as what it is. ``FUZZ_EXAMPLES`` in the environment says how many are tried.
"""

import os
import re
from collections.abc import Callable
from dataclasses import dataclass
from io import BytesIO
from pathlib import Path
from random import Random

import pikepdf
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from ingest.documents import Read, Reading, pool_factory, read_documents
from ingest.limits import Limits
from ingest.rendering import RenderedPage, rendered_pages
from ingest.sources import SourceFile
from lrt_search.domain import SkippedSource
from lrt_search.wording import Wording, skipped_in_words
from tests.fixtures.leaky_pdf import HIDDEN, LEAKS
from tests.fixtures.pdf_factory import draw_plain_pdf

EXAMPLES = int(os.environ.get("FUZZ_EXAMPLES", "30"))
WORDS = "Het overleg besluit over de noodopvang in de gemeente.\n" * 12

bounded = settings(
    max_examples=EXAMPLES,
    deadline=None,
    derandomize="FUZZ_EXAMPLES" not in os.environ,
    database=None,
    suppress_health_check=[HealthCheck.too_slow, HealthCheck.function_scoped_fixture],
)


# --- how a file is damaged -----------------------------------------------------------------

Damage = Callable[[bytearray, int, int, Random], None]


def _flip(content: bytearray, at: int, size: int, dice: Random) -> None:
    for _ in range(min(size, 30)):
        content[dice.randrange(len(content))] = dice.randrange(256)


def _cut(content: bytearray, at: int, size: int, dice: Random) -> None:
    del content[at : at + size]


def _repeat(content: bytearray, at: int, size: int, dice: Random) -> None:
    content[at:at] = content[at : at + size] * 3


def _blank(content: bytearray, at: int, size: int, dice: Random) -> None:
    content[at : at + size] = bytes(len(content[at : at + size]))


def _end(content: bytearray, at: int, size: int, dice: Random) -> None:
    del content[at:]


def _number(content: bytearray, at: int, size: int, dice: Random) -> None:
    """Another number: of an object, a length, a place, a size."""
    found = re.compile(rb"\d+").search(content, at)
    if found:
        odd = [b"0", b"-1", b"1", b"65536", b"99999999999", b"2147483648", b"1e9", b"3"]
        content[found.start() : found.end()] = dice.choice(odd)


def _name(content: bytearray, at: int, size: int, dice: Random) -> None:
    """Another key or kind in its place."""
    names = [found.group() for found in re.finditer(rb"/[A-Za-z]+", content)]
    found = re.compile(rb"/[A-Za-z]+").search(content, at)
    if found and names:
        content[found.start() : found.end()] = dice.choice(names)


def _swap(content: bytearray, at: int, size: int, dice: Random) -> None:
    """Two pieces change places."""
    other = dice.randrange(len(content))
    first, last = sorted((at, other))
    if first + size <= last:
        head, tail = content[first : first + size], content[last : last + size]
        content[last : last + size], content[first : first + size] = head, tail


DAMAGES: tuple[Damage, ...] = (_flip, _cut, _repeat, _blank, _end, _number, _name, _swap)


@dataclass(frozen=True)
class Mutation:
    """One damage: where it begins as a share of the file, its bytes, and the seed for the rest."""

    damage: Damage
    at: float
    size: int
    seed: int

    def done_to(self, content: bytes) -> bytes:
        altered = bytearray(content)
        if altered:
            self.damage(altered, int(self.at * len(altered)), self.size, Random(self.seed))
        return bytes(altered)


mutations = st.lists(
    st.builds(
        Mutation,
        st.sampled_from(DAMAGES),
        st.floats(0, 1, exclude_max=True),
        st.integers(1, 400),
        st.integers(0, 2**31),
    ),
    min_size=1,
    max_size=4,
)


def altered(content: bytes, damages: list[Mutation]) -> bytes:
    for mutation in damages:
        content = mutation.done_to(content)
    return content


# --- what becomes of it --------------------------------------------------------------------


@pytest.fixture(scope="module")
def whole(tmp_path_factory: pytest.TempPathFactory) -> tuple[bytes, ...]:
    """Two pages as they were written, and the same without compression: damage hits its text."""
    path = draw_plain_pdf([WORDS, WORDS], tmp_path_factory.mktemp("whole") / "verslag.pdf")
    return path.read_bytes(), _unpacked(path.read_bytes())


def _unpacked(content: bytes) -> bytes:
    plain = BytesIO()
    with pikepdf.open(BytesIO(content)) as pdf:
        pdf.save(
            plain,
            qdf=True,
            object_stream_mode=pikepdf.ObjectStreamMode.disable,
            stream_decode_level=pikepdf.StreamDecodeLevel.generalized,
        )
    return plain.getvalue()


def outcome_of(content: bytes, folder: Path) -> Read:
    path = folder / "verslag.pdf"
    path.write_bytes(content)
    source = SourceFile(path, path.name, str(path))
    [(_, read)] = read_documents([source], pool_factory(1, Limits()), Reading())
    return read


@pytest.mark.slow
@given(which=st.integers(0, 1), damages=mutations)
@bounded
def test_a_damaged_pdf_is_read_or_listed_with_a_cure(
    whole: tuple[bytes, ...], tmp_path: Path, which: int, damages: list[Mutation]
) -> None:
    read = outcome_of(altered(whole[which], damages), tmp_path)
    if isinstance(read, SkippedSource):
        for language in ("nl", "en"):
            told = skipped_in_words(read, Wording(language))
            assert "verslag.pdf" in told
            assert told.count(". ") >= 1, "what happened, and what to do"
            assert "noodopvang" not in told
    else:
        [record] = read.records
        texts = {page.number: page.text for page in record.pages}
        assert list(texts) == list(record.document.page_numbers)
        for passage in record.passages:
            spans = "\n".join(texts[one.page_number][one.start : one.end] for one in passage.spans)
            assert passage.text == spans


@pytest.mark.slow
@given(damages=mutations)
@bounded
def test_damage_never_brings_out_a_hidden_word(tmp_path: Path, damages: list[Mutation]) -> None:
    content = altered(_unpacked(LEAKS["black_box"].draw(True)), damages)
    read = outcome_of(content, tmp_path)
    if isinstance(read, SkippedSource):
        return
    if any(HIDDEN in page.text for record in read.records for page in record.pages):
        # Then the damage took the box away, and a reader of the page sees the word.
        assert any(map(_shows_the_word, rendered_pages(content)))


def _shows_the_word(page: RenderedPage) -> bool:
    at = "".join(map(chr, page.letters.codes.tolist())).index(HIDDEN)
    boxes = page.letters.boxes[at : at + len(HIDDEN)]
    left, top = (int(start) for start in boxes[:, :2].min(axis=0))
    right, bottom = (int(end) for end in boxes[:, 2:].max(axis=0))
    place = page.picture()[top:bottom, left:right]
    return int(place.min()) < 128 < int(place.max())
