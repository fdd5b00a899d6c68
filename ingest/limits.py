"""What the reading of one document may take; whoever goes beyond is given up and told."""

from dataclasses import dataclass

from lrt_search.settings import Settings

_MIB = 1 << 20
_DEFAULT = Settings()


@dataclass(frozen=True, slots=True)
class Limits:
    """The limits of one document.

    Attributes:
        page_seconds: Within which something must get done: a page, or a step of one.
        read_memory: MiB that its reading may take, beyond what the programs take by themselves.
        max_pages: Pages it may have.
        max_unpacked: MiB that one compressed part of it may come to.
    """

    page_seconds: int = _DEFAULT.page_seconds
    read_memory: int = _DEFAULT.read_memory
    max_pages: int = _DEFAULT.max_pages
    max_unpacked: int = _DEFAULT.max_unpacked

    @classmethod
    def of(cls, settings: Settings) -> "Limits":
        """Return what the operator has set."""
        return cls(
            settings.page_seconds,
            settings.read_memory,
            settings.max_pages,
            settings.max_unpacked,
        )

    @property
    def memory_bytes(self) -> int:
        """``read_memory`` in bytes."""
        return self.read_memory * _MIB

    @property
    def unpacked_bytes(self) -> int:
        """``max_unpacked`` in bytes."""
        return self.max_unpacked * _MIB
