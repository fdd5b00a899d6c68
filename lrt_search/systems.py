"""What is evaluated: the product's own search, and words and vectors each alone, side by side."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from lrt_search.analysis import query_terms
from lrt_search.archive import Archive
from lrt_search.domain import Outcome
from lrt_search.errors import QueryError
from lrt_search.evaluation import MEANING, PRODUCT, SYSTEMS, WORDS, Rankings
from lrt_search.lexical_index import as_string
from lrt_search.retrieval import search

# How many passages each system ranks: more than enough for 50 texts of a judged corpus, of which
# one may be cut into several passages.
DEPTH = 100


@dataclass(frozen=True, slots=True)
class Units:
    """What was judged, for each passage: itself, or the text of a corpus that it was cut from.

    Attributes:
        by_number: By number of the passage in the catalogue.
        by_id: By passage id.
    """

    by_number: Mapping[int, str]
    by_id: Mapping[str, str]


def evidence(outcome: Outcome) -> float:
    """Return how sure the product is that the archive answers a question, 0 to 1."""
    return outcome.sureness if outcome.hits else 0.0


def units_of(archive: Archive) -> Units:
    """Return what each passage belongs to in a judged corpus: by number, and by passage id.

    The unit of judgement is the document, called by the name of its source.
    """
    by_id = {
        passage.passage_id: document.source_names[0]
        for document in archive.documents()
        for passage in archive.passages(document.document_id)
    }
    return _units(archive, by_id)


def passages_as_units(archive: Archive) -> Units:
    """Return the same where passages themselves were judged: each is its own unit."""
    ids = [
        passage.passage_id
        for document in archive.documents()
        for passage in archive.passages(document.document_id)
    ]
    return _units(archive, dict(zip(ids, ids, strict=True)))


def _units(archive: Archive, by_id: Mapping[str, str]) -> Units:
    numbers = archive.catalogue.numbers_of(list(by_id))
    return Units({numbers[one]: unit for one, unit in by_id.items()}, by_id)


def rank(archive: Archive, query: str, units: Units) -> Rankings:
    """Ask all three systems; a unit of several passages stands where its best passage stands.

    Args:
        archive: Where to look.
        query: As a reader would type it.
        units: From ``units_of`` or ``passages_as_units``.
    """
    return rankings_of(archive, query, units, outcome_of(archive, query))


def rankings_of(archive: Archive, query: str, units: Units, outcome: Outcome | None) -> Rankings:
    """Do the same where the product was asked already: ``outcome``, from ``outcome_of``."""
    if not query_terms(query):
        return Rankings(dict.fromkeys(SYSTEMS, ()), None)
    # Plain BM25 over the stems of the question, whatever else the product does with its words.
    match = " OR ".join(as_string(term.stem) for term in query_terms(query))
    words = archive.catalogue.match_words(match, DEPTH)
    near = archive.vectors.nearest(archive.embedder.embed_query(query), DEPTH)
    return Rankings(
        {
            WORDS: _once(units.by_number[number] for number, _ in words),
            MEANING: _once(units.by_id[passage_id] for passage_id, _ in near),
            PRODUCT: _once(
                units.by_id[hit.passage.passage_id] for hit in (outcome.hits if outcome else ())
            ),
        },
        evidence(outcome) if outcome else None,
    )


def outcome_of(archive: Archive, query: str) -> Outcome | None:
    """Search as a reader does; None where the product refuses the question."""
    try:
        return search(archive, query, limit=DEPTH)
    except QueryError:
        return None


def _once(units: Iterable[str]) -> tuple[str, ...]:
    return tuple(dict.fromkeys(units))
