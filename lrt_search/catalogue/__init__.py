"""The catalogue of a generation: documents, pages, agenda items, passages and the word index.

One SQLite file, the truth from which everything else can be rebuilt; only this package knows its
tables. ``docs/index-format.md`` explains them. A reader opens it immutable: a generation that is
served is never written again.
"""

from lrt_search.catalogue.reader import Catalogue
from lrt_search.catalogue.records import (
    Counts,
    DocumentRecord,
    PassagePlace,
    PassageText,
    SourceRecord,
)
from lrt_search.catalogue.writer import CatalogueWriter, writing

__all__ = (
    "Catalogue",
    "CatalogueWriter",
    "Counts",
    "DocumentRecord",
    "PassagePlace",
    "PassageText",
    "SourceRecord",
    "writing",
)
