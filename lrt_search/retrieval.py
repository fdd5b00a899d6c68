"""A question -> hits: the main path of the search."""

from collections.abc import Mapping, Sequence

from lrt_search.analysis import Term, query_terms, terms
from lrt_search.archive import Archive
from lrt_search.domain import NO_FILTERS, Filters, Hit, Outcome, Passage, Reason, Withheld
from lrt_search.errors import EmptyQueryError, QueryTooLongError
from lrt_search.filters import count_facets, keep
from lrt_search.fusion import Candidate, fuse

# How deep each of the two searches looks. Beyond it a passage is no answer to a question anyone
# reads on; the counts stay a property of the question.
WORD_DEPTH = 1000
MEANING_DEPTH = 100
# Where no word of a question occurs in the archive: so many of the nearest passages are shown.
NEAREST = 5


def search(
    archive: Archive,
    query: str,
    *,
    filters: Filters = NO_FILTERS,
    limit: int = 10,
    offset: int = 0,
) -> Outcome:
    """Find the passages that answer ``query``, by its words and by its meaning.

    Filters narrow the hits of the question and change neither their order nor their score, so
    that a facet leaves as many hits as it says.

    Args:
        archive: Where to look.
        query: A question or some words, in Dutch or English.
        filters: Which of the hits are wanted.
        limit: At most so many hits, from ``offset`` on.
        offset: Hits to pass over.

    Raises:
        EmptyQueryError, QueryTooLongError: the question cannot be searched as it stands.
    """
    asked = _checked(query, archive.settings.max_query)
    words = archive.lexical.search(archive.lexical.asked(asked), WORD_DEPTH)
    near = archive.vectors.nearest(archive.embedder.embed_query(query), MEANING_DEPTH)
    numbers = archive.catalogue.numbers_of([passage_id for passage_id, _ in near])
    candidates = fuse(words, [(numbers[passage_id], cosine) for passage_id, cosine in near])
    found = bool(words.ranked)
    if not found:
        candidates = candidates[:NEAREST]
    withheld = archive.catalogue.withheld_around([item.number for item in candidates])
    kept = [item for item in candidates if keep(withheld[item.number], filters)]
    return Outcome(
        query=query,
        total=len(kept),
        offset=offset,
        hits=tuple(_hits(archive, asked, kept[offset : offset + limit], offset, withheld)),
        searched=archive.searched(),
        unknown_words=tuple(
            query[term.start : term.end] for term in asked if term.stem in words.unknown
        ),
        found=found,
        unfiltered=len(candidates),
        facets=count_facets(withheld.values(), filters),
    )


def _checked(query: str, longest: int) -> list[Term]:
    if len(query) > longest:
        raise QueryTooLongError(length=len(query), limit=longest)
    asked = query_terms(query)
    if not asked:
        raise EmptyQueryError()
    return asked


def _hits(
    archive: Archive,
    asked: Sequence[Term],
    shown: Sequence[Candidate],
    offset: int,
    withheld: Mapping[int, Withheld],
) -> list[Hit]:
    passages = archive.catalogue.passages_by_number([item.number for item in shown])
    stems = {term.stem for term in asked}
    hits = []
    for rank, item in enumerate(shown, start=offset + 1):
        passage = passages[item.number]
        marks = _marks(passage, stems)
        hits.append(
            Hit(
                rank=rank,
                score=item.score,
                passage=passage,
                citation=archive.citation(passage),
                reason=Reason(
                    words=tuple(dict.fromkeys(passage.quotation[a:b] for a, b in marks)),
                    word_rank=item.word_rank,
                    meaning_rank=item.meaning_rank,
                    similarity=item.similarity,
                ),
                marks=marks,
                withheld=withheld[item.number],
            )
        )
    return hits


def _marks(passage: Passage, stems: set[str]) -> tuple[tuple[int, int], ...]:
    found = terms(passage.quotation)
    return tuple((term.start, term.end) for term in found if term.stem in stems)
