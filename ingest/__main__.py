"""``python -m ingest PATH...``: the same as ``lrt-search ingest PATH...``."""

import sys

from lrt_search.cli import main

sys.exit(main(["ingest", *sys.argv[1:]]))
