"""Links and ids of passages -> what is cited of them."""

import re
from collections.abc import Sequence
from typing import TYPE_CHECKING

from lrt_search.citation_formats import Reference
from lrt_search.domain import Citation
from lrt_search.errors import UnknownPassageError
from lrt_search.wording import Wording, quoted

if TYPE_CHECKING:
    from lrt_search.archive import Archive

MOST = 100  # passages cited at a time
LONGEST = 2000  # characters of a link

# "/v/0123456789abcdef-p37/p/40#p1b2", with or without an address before it, or in short
# "0123456789abcdef-p37/p1b2", or the id of the passage alone.
_LINK = re.compile(
    r"(?:(?:.*/)?v/)?(?:(?P<document>[0-9a-f]{16}(?:-p\d{1,6})?)(?:/p/\d+)?(?:\?[^#]*)?[#/])?"
    r"(?P<passage>[\w-]{1,64})",
    re.ASCII,
)


def references(archive: "Archive", links: Sequence[str], base_url: str) -> list[Reference]:
    """Return what is cited of passages, each once, in the order they are first named.

    Args:
        archive: That holds them.
        links: Permalinks, with or without an address, or ids of passages.
        base_url: Comes before permalinks; empty where the archive has no address of its own.

    Raises:
        UnknownPassageError: one is not in the archive.
        NotInArchiveError: its document is not.
        WithdrawnError: its document was withdrawn; only a link that names it tells.
    """
    cited = [_reference(archive, link.strip(), base_url) for link in links]
    return list({one.citation.passage_id: one for one in cited}.values())


def _reference(archive: "Archive", link: str, base_url: str) -> Reference:
    match = _LINK.fullmatch(link[:LONGEST])
    if match is None:
        raise UnknownPassageError(passage_id=link[:64])
    document_id, passage_id = match["document"], match["passage"]
    if document_id:
        archive.document(document_id)
    passage = archive.passage(passage_id)
    if document_id and passage.document_id != document_id:
        raise UnknownPassageError(passage_id=passage_id)
    citation = archive.citation(passage)
    # A reference is Dutch, as the minutes are.
    words = quoted(passage, Wording("nl"), masked=archive.searched().masked)
    return Reference(citation, words, address_of(citation, base_url))


def address_of(citation: Citation, base_url: str) -> str:
    """Return the permalink of a citation below the address of the archive."""
    return base_url.rstrip("/") + citation.permalink
