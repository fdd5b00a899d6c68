"""The core of the LRT archive: the nouns of the domain, the indexes, and the search over them."""

__version__ = "0.1.0"
