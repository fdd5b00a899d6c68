"""What the processes that read documents are born with, so that each starts at once.

Imported by the server that forks them, and by nobody else.
"""

import os

# A process that forks must have one thread only; readers work side by side already.
os.environ.setdefault("OPENBLAS_NUM_THREADS", "1")

import ingest.documents  # noqa: F401
