"""``python -m lrt_search``: the same as ``lrt-search``."""

import sys

from lrt_search.cli import main

sys.exit(main())
