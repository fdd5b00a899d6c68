"""The folders point one way, and each large library has one door."""

import ast
from collections.abc import Iterator
from pathlib import Path

import pytest

ROOT = Path(__file__).parent.parent
MAY_IMPORT = {
    "lrt_search": {"lrt_search"},
    "ingest": {"ingest", "lrt_search"},
    "search_app": {"search_app", "lrt_search"},
}
ONLY_IN = {
    "pypdf": ("ingest/pages.py",),
    "docx": ("ingest/word_text.py",),
    "lxml": ("ingest/word_text.py",),
    "tinyhtml5": ("ingest/html_text.py",),
    "tinycss2": ("ingest/styles.py",),
    # One opens, decrypts and mends a file, the other looks into its parts.
    "pikepdf": ("ingest/opening.py", "ingest/document_parts.py"),
    "pypdfium2": ("ingest/rendering.py",),
    "scipy": ("ingest/redaction_boxes.py",),
    "rich": ("ingest/command.py", "lrt_search/batch_command.py"),
    "chromadb": ("lrt_search/vector_index.py",),
    "sentence_transformers": ("lrt_search/embedding.py",),
    "Stemmer": ("lrt_search/stemming.py",),
    "simplemma": ("lrt_search/stemming.py",),
    "sqlite3": tuple(f"lrt_search/catalogue/{name}.py" for name in ("reader", "rows", "writer")),
    "ir_measures": ("lrt_search/evaluation.py",),
    "sklearn": ("lrt_search/evaluation.py",),
    "reportlab": ("lrt_search/record_files.py",),
    # One compares words of a quotation, the other words of a question.
    "rapidfuzz": ("lrt_search/quotations.py", "lrt_search/spelling.py"),
}


def imported(module: Path) -> Iterator[str]:
    for node in ast.walk(ast.parse(module.read_text(encoding="utf-8"))):
        if isinstance(node, ast.Import):
            yield from (alias.name.split(".")[0] for alias in node.names)
        elif isinstance(node, ast.ImportFrom):
            assert not node.level, f"{module}: name the package in full"
            yield (node.module or "").split(".")[0]


@pytest.mark.parametrize("folder", MAY_IMPORT)
def test_imports_point_one_way(folder: str) -> None:
    modules = list((ROOT / folder).rglob("*.py"))
    assert modules
    for module in modules:
        place = module.relative_to(ROOT).as_posix()
        for name in imported(module):
            allowed = name not in MAY_IMPORT or name in MAY_IMPORT[folder]
            # ``python -m ingest`` is the command line under another name.
            assert allowed, f"{place} may not import {name}"
            assert place in ONLY_IN.get(name, (place,)), f"{name} belongs in {ONLY_IN[name]}"


@pytest.mark.parametrize("folder", MAY_IMPORT)
def test_no_module_imports_its_own_package_root(folder: str) -> None:
    """Cycles between modules come that way. The version number is the one exception."""
    for module in (ROOT / folder).rglob("*.py"):
        for node in ast.walk(ast.parse(module.read_text(encoding="utf-8"))):
            if isinstance(node, ast.ImportFrom) and node.module == folder:
                for alias in node.names:
                    is_module = (ROOT / folder / f"{alias.name}.py").is_file()
                    assert is_module or alias.name in {"__version__", "create_app"}, module
