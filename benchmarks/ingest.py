"""What the check for hidden text adds to reading a PDF, document by document."""

import sys
import time
from pathlib import Path

from ingest.gate import only_shown
from ingest.pages import read_pages
from ingest.sources import PDF, find_sources, read_source
from lrt_search.errors import SourceDocumentError


def main() -> None:
    """Print, for every PDF of a folder, pages, seconds a page to read, and the ratio."""
    for source in find_sources([Path(sys.argv[1])]):
        try:
            received = read_source(source)
            if received.media_type != PDF:
                continue
            start = time.perf_counter()
            pages = read_pages(source.name, received.content, PDF)
            read = time.perf_counter()
            only_shown(source.name, received.content, pages)
            checked = time.perf_counter()
        except SourceDocumentError as error:
            print(f"{source.name}: {error}")
            continue
        ratio = (checked - start) / (read - start)
        a_page = (read - start) / len(pages)
        print(f"{source.name}: {len(pages)} pages, {a_page:.3f} s/page, x{ratio:.1f}")


if __name__ == "__main__":
    main()
