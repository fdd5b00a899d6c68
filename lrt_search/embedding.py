"""Text -> vector: one model for passages and questions.

    text -> prompt ("passage: ", "query: ") -> tokens -> BERT -> mean -> unit vector (float32)

The only module that imports sentence_transformers, and it does so when the first text is
embedded: torch and transformers take seconds to import, and most commands need neither. What a
model is called and its fingerprint are known without them.
"""

import ctypes
import hashlib
import json
import logging
import os
import platform
import secrets
import socket
import threading
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any, Protocol
from urllib.parse import urlsplit
from urllib.request import getproxies

from lrt_search.errors import ModelError
from lrt_search.language import N_
from lrt_search.model_files import default_model
from lrt_search.settings import DEFAULT_MODEL, Settings

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray
    from sentence_transformers import SentenceTransformer

CLOSE_ENOUGH = 0.999
"""Smallest cosine between a bfloat16 vector and its float32 twin that is accepted."""

# Of a batch, its longest text taken for each: a larger one is no faster, and takes more memory.
_MOST_LETTERS = 8_192
_UNKNOWN_MAX_TOKENS = 512  # a model that names no limit of its own: what BERT models take
_BFLOAT16_FLAGS = {"avx512_bf16", "amx_bf16", "bf16", "svebf16"}  # as Linux names them
_PASSAGE_PROMPTS = ("document", "passage", "corpus")
_HASHED_SUFFIXES = {".safetensors", ".bin", ".json", ".txt", ".model"}
_OTHER_BACKENDS = {"onnx", "openvino", "checkpoints"}

# What the check of bfloat16 embeds: invented, of the length and the subjects of real minutes.
_CHECK_SENTENCES = (
    "De wethouder zegt toe de raad voor de zomer te informeren over de opvanglocatie.",
    "Het voorstel is zonder hoofdelijke stemming aangenomen.",
    "Wie is er verantwoordelijk voor de huisvesting van statushouders?",
    "Actiepunt: het secretariaat stuurt de begroting van 1,2 miljoen euro vóór 14 maart rond.",
    "Volgens de burgemeester is het draagvlak in de wijk gering, maar niet afwezig; er volgt nog "
    "een bewonersavond, waarna het college opnieuw een afweging maakt en de raad een brief stuurt.",
    "Rondvraag en sluiting",
)


@dataclass(frozen=True, slots=True)
class ModelCard:
    """What the manifest of an index keeps of the model that made its vectors.

    Attributes:
        name: As set; of a folder only its last component, so that no path is published.
        fingerprint: SHA-256 over weights, tokenizer and configuration, 64 hexadecimal digits;
            it does not depend on the precision the model runs in.
        dimension: Length of a vector.
        max_tokens: Longest input in tokens, prompt and special tokens included. What comes
            after it does not count in the vector.
    """

    name: str
    fingerprint: str
    dimension: int
    max_tokens: int


class Embedder(Protocol):
    """Turns texts into vectors whose dot product is their cosine."""

    @property
    def card(self) -> ModelCard:
        """What the model is."""
        ...

    def embed_passages(
        self, texts: Sequence[str], on_progress: Callable[[int], None] | None = None
    ) -> "NDArray[np.float32]":
        """Return the vectors of ``texts``: shape (n, dimension), rows in order, unit length.

        ``on_progress`` is called after every batch with the number of texts just done.
        """
        ...

    def embed_query(self, text: str) -> "NDArray[np.float32]":
        """Return the vector of a question: shape (dimension,), unit length."""
        ...

    def embed_queries(self, texts: Sequence[str]) -> "NDArray[np.float32]":
        """Return the vectors of questions: shape (n, dimension), rows in order, unit length."""
        ...


def load_embedder(settings: Settings) -> "SentenceTransformerEmbedder":
    """Return the embedder that ``settings`` name; nothing is read before it is used."""
    return SentenceTransformerEmbedder(
        model=settings.model,
        cache=settings.cache,
        precision=settings.precision,
        batch=settings.batch,
    )


def model_fingerprint(settings: Settings) -> str:
    """Return the fingerprint of the model set, to hold against the manifest of an index.

    Neither torch nor transformers is loaded, unless the model has to be fetched first.

    Raises:
        ModelError: when the model is not there and cannot be fetched.
    """
    return load_embedder(settings).fingerprint


class SentenceTransformerEmbedder:
    """Embeds with any sentence-transformers model, loaded when first needed.

    Safe to use from several threads: one batch is embedded at a time, and a question waits for
    one batch at most, not for a whole ingest.
    """

    def __init__(
        self,
        model: str = DEFAULT_MODEL,
        *,
        cache: Path,
        precision: str = "auto",
        batch: int = 32,
    ) -> None:
        """Name the model; nothing is read or loaded yet.

        Args:
            model: ``DEFAULT_MODEL``, a sentence-transformers name, or a folder.
            cache: Folder for the unpacked default model and for what is known of other models.
            precision: "auto", "float32" or "bfloat16".
            batch: Texts embedded at a time.
        """
        self._setting = model
        self._cache = cache
        self._precision = precision
        self._batch = batch
        self._lock = threading.RLock()
        self._model: SentenceTransformer | None = None
        self._fingerprint: str | None = None
        self._card: ModelCard | None = None

    @property
    def name(self) -> str:
        """The model's name as set; of a folder only its last component."""
        path = Path(self._setting).expanduser()
        if self._setting == DEFAULT_MODEL or not (path.is_dir() or _looks_like_path(self._setting)):
            return self._setting
        return path.resolve().name

    @property
    def fingerprint(self) -> str:
        """See ``ModelCard.fingerprint``."""
        with self._lock:
            if self._fingerprint is None:
                if self._setting == DEFAULT_MODEL:
                    self._fingerprint = default_model(self._cache).fingerprint
                else:
                    self._fingerprint = self._folder_fingerprint()
            return self._fingerprint

    @property
    def card(self) -> ModelCard:
        """What the model is.

        Raises:
            ModelError: when the model cannot be loaded.
        """
        with self._lock:
            if self._card is None:
                dimension, max_tokens = self._sizes()
                self._card = ModelCard(self.name, self.fingerprint, dimension, max_tokens)
            return self._card

    def embed_passages(
        self, texts: Sequence[str], on_progress: Callable[[int], None] | None = None
    ) -> "NDArray[np.float32]":
        """Return the vectors of ``texts``: shape (n, dimension), rows in order, unit length.

        Args:
            texts: Without a prompt; the model's own is put before each.
            on_progress: Called after every batch with the number of texts just done.

        Raises:
            ModelError: when the model cannot be loaded.
        """
        import numpy as np

        vectors = np.zeros((len(texts), self.card.dimension), dtype=np.float32)
        for numbers in _batches(texts, self._batch):
            vectors[numbers] = self._encode([texts[number] for number in numbers], question=False)
            _return_memory()
            if on_progress is not None:
                on_progress(len(numbers))
        return vectors

    def embed_query(self, text: str) -> "NDArray[np.float32]":
        """Return the vector of a question: shape (dimension,), unit length.

        Raises:
            ModelError: when the model cannot be loaded.
        """
        vector: NDArray[np.float32] = self._encode([text], question=True)[0]
        return vector

    def embed_queries(self, texts: Sequence[str]) -> "NDArray[np.float32]":
        """Return the vectors of questions: shape (n, dimension), rows in order, unit length.

        Raises:
            ModelError: when the model cannot be loaded.
        """
        import numpy as np

        vectors = np.zeros((len(texts), self.card.dimension), dtype=np.float32)
        for numbers in _batches(texts, self._batch):
            vectors[numbers] = self._encode([texts[number] for number in numbers], question=True)
        return vectors

    def _encode(self, texts: list[str], *, question: bool) -> "NDArray[np.float32]":
        with self._lock:
            if self._model is None:
                self._model = self._load()
            return _vectors(self._model, texts, question=question)

    # --- loading --------------------------------------------------------------------------

    def _load(self) -> "SentenceTransformer":
        _prepare_environment()
        if self._setting == DEFAULT_MODEL:
            folder: Path | None = default_model(self._cache).folder
        else:
            folder = self._folder()
        target = self._setting if folder is None else str(folder)
        if self._precision != "auto":
            return self._read(target, self._precision)
        if not cpu_has_bfloat16():
            return self._read(target, "float32")
        if folder is None:
            # The verdict is kept by its fingerprint, which it has once its files are here.
            self._read(target, "float32")
        verdict = self._known_verdict()
        if verdict is None:
            return self._checked(target)
        return self._read(target, "bfloat16" if verdict else "float32")

    def _checked(self, target: str) -> "SentenceTransformer":
        """Return the model in bfloat16 if its vectors stay close enough, else in float32."""
        model = self._read(target, "float32")
        if model.device.type != "cpu":
            return model
        wanted = _vectors(model, list(_CHECK_SENTENCES), question=False)
        model.bfloat16()
        found = _vectors(model, list(_CHECK_SENTENCES), question=False)
        cosine = float((wanted * found).sum(axis=1).min())
        _write_json(self._verdict_path(), {"cosine": cosine, "bfloat16": cosine >= CLOSE_ENOUGH})
        return model if cosine >= CLOSE_ENOUGH else self._read(target, "float32")

    def _known_verdict(self) -> bool | None:
        verdict = _read_json(self._verdict_path()).get("bfloat16")
        return verdict if isinstance(verdict, bool) else None

    def _verdict_path(self) -> Path:
        import torch

        machine = f"{self.fingerprint} {_cpu_model()} {torch.__version__}"
        return self._cache / "bfloat16" / f"{_short_hash(machine)}.json"

    def _read(self, target: str, precision: str) -> "SentenceTransformer":
        try:
            with _quiet():
                return _open(target, precision)
        # Broad, for a broken model may raise anything, from four libraries.
        except Exception as error:
            raise ModelError(model=self.name, detail=_reason(self._setting, error)) from error

    # --- what is known of a model that is not the default ---------------------------------

    def _sizes(self) -> tuple[int, int]:
        """Return dimension and longest input, from the cache where they are known."""
        if self._setting == DEFAULT_MODEL:
            unpacked = default_model(self._cache)
            return unpacked.dimension, unpacked.max_tokens
        path = self._cache / "cards" / f"{_short_hash(self.fingerprint)}.json"
        known = _read_json(path)
        if isinstance(known.get("dimension"), int) and isinstance(known.get("max_tokens"), int):
            return known["dimension"], known["max_tokens"]
        if self._model is None:
            self._model = self._load()
        dimension = self._model.get_embedding_dimension()
        limit = self._model.get_max_seq_length()
        if dimension is None:  # the last module does not say
            dimension = int(_vectors(self._model, ["."], question=True).shape[1])
        # Tokenizers without a limit say 1e30.
        max_tokens = int(limit) if limit and limit < 1_000_000 else _UNKNOWN_MAX_TOKENS
        _write_json(path, {"dimension": dimension, "max_tokens": max_tokens})
        return dimension, max_tokens

    def _folder(self) -> Path | None:
        """Return where the model's files are; None for one that has yet to be fetched."""
        path = Path(self._setting).expanduser()
        if path.is_dir():
            if not any((path / name).is_file() for name in ("modules.json", "config.json")):
                raise ModelError(
                    model=self.name,
                    detail=N_("the folder holds neither modules.json nor config.json"),
                )
            return path
        if path.exists():
            raise ModelError(model=self.name, detail=N_("it is a file, not a folder"))
        if _looks_like_path(self._setting):
            raise ModelError(model=self.name, detail=N_("there is no such folder"))
        return _fetched_folder(self._setting)

    def _folder_fingerprint(self) -> str:
        folder = self._folder()
        if folder is None:
            self._model = self._load()
            folder = self._folder()
        if folder is None:
            raise ModelError(model=self.name, detail=N_("its files are not where they belong"))
        try:
            files = _hashed_files(folder)
            listing = [
                (file.relative_to(folder).as_posix(), file.stat().st_size, file.stat().st_mtime_ns)
                for file in files
            ]
            key = _short_hash(f"{folder.resolve()} {listing}")
            remembered = self._cache / "fingerprints" / f"{key}.json"
            known = _read_json(remembered).get("fingerprint")
            if isinstance(known, str):
                return known
            fingerprint = _hash_of(folder, files)
        except OSError as error:
            detail = f"a file of it cannot be read: {error.strerror}"
            raise ModelError(model=self.name, detail=detail) from error
        _write_json(remembered, {"fingerprint": fingerprint})
        return fingerprint


def _batches(texts: Sequence[str], most: int) -> Iterator[list[int]]:
    """Yield the numbers of texts that are embedded together, the longest first.

    Texts of one length share a batch, so that little padding is computed; the longest come first,
    so that a shortage of memory shows at once. A batch of long texts is smaller: what a batch
    takes in memory is its longest text, as often as it has texts.
    """
    order = sorted(range(len(texts)), key=lambda number: -len(texts[number]))
    while order:
        size = max(1, min(most, _MOST_LETTERS // max(1, len(texts[order[0]]))))
        yield order[:size]
        order = order[size:]


# --- sentence-transformers ---------------------------------------------------------------------


def _open(target: str, precision: str) -> "SentenceTransformer":
    import torch
    from sentence_transformers import SentenceTransformer

    options: dict[str, Any] = {
        "trust_remote_code": False,
        "model_kwargs": {"dtype": getattr(torch, precision)},
    }
    try:
        return SentenceTransformer(target, local_files_only=True, **options)
    except Exception:
        if Path(target).is_dir():
            raise
    # A name whose files are not (all) on this machine.
    _look_up_hub()
    return SentenceTransformer(target, **options)


def _look_up_hub() -> None:
    """Raise OSError at once where the Hugging Face hub cannot even be looked up.

    Left to themselves the libraries try again for more than a minute before they give up on a
    machine without a network. Behind a proxy only the proxy can tell.
    """
    from huggingface_hub import constants

    address = urlsplit(constants.ENDPOINT)
    if not constants.HF_HUB_OFFLINE and address.hostname and not getproxies():
        socket.getaddrinfo(address.hostname, address.port or 443)


def _vectors(
    model: "SentenceTransformer", texts: list[str], *, question: bool
) -> "NDArray[np.float32]":
    """Return one row per text, float32 and unit length, whatever the model runs in or returns."""
    import numpy as np

    # encode_document stops at the first prompt there is, and "document" always is, if only empty.
    name = next((name for name in _PASSAGE_PROMPTS if model.prompts.get(name)), None)
    encode = model.encode_query if question else model.encode_document
    found = encode(
        texts,
        prompt_name=None if question else name,
        batch_size=max(1, len(texts)),
        show_progress_bar=False,
        convert_to_numpy=True,
    )
    vectors: NDArray[np.float32] = np.asarray(found, dtype=np.float32)
    lengths = np.linalg.norm(vectors, axis=1, keepdims=True)
    unit: NDArray[np.float32] = vectors / np.maximum(lengths, np.float32(1e-12))
    return unit


def _prepare_environment() -> None:
    """Set what the libraries read once, when they are imported; what is set already stays."""
    os.environ.setdefault("HF_HUB_DISABLE_TELEMETRY", "1")
    os.environ.setdefault("HF_HUB_DISABLE_PROGRESS_BARS", "1")
    # Otherwise tokenizers warns on stderr in every process forked after the first text.
    os.environ.setdefault("TOKENIZERS_PARALLELISM", "false")
    # Threads that wait for each other by spinning keep a busy machine from running the one they
    # wait for: on two cores with two other jobs a question took 380 ms, and 37 ms this way.
    os.environ.setdefault("OMP_WAIT_POLICY", "PASSIVE")
    # Each length of text is another shape of matrix, and what was worked out for a shape is kept:
    # memory grew by 80 KB a passage. Passages come in order of length, so the last few are enough.
    os.environ.setdefault("LRU_CACHE_CAPACITY", "16")
    os.environ.setdefault("ONEDNN_PRIMITIVE_CACHE_CAPACITY", "16")


def _return_memory() -> None:
    """Give memory that is free back to the system, where the C library can.

    Batches differ in length, and glibc keeps the gaps that they leave: 600 KB a passage at first.
    """
    with suppress(OSError, AttributeError):
        ctypes.CDLL(None).malloc_trim(0)


@contextmanager
def _quiet() -> Iterator[None]:
    """Keep the libraries off the screen while a model is loaded: bars, reports of weights, logs."""
    import transformers.utils.logging as screen

    loggers = [logging.getLogger(name) for name in ("sentence_transformers", "huggingface_hub")]
    levels = [logger.level for logger in loggers]
    verbosity, bars = screen.get_verbosity(), screen.is_progress_bar_enabled()
    try:
        for logger in loggers:
            logger.setLevel(logging.CRITICAL)
        screen.set_verbosity(logging.CRITICAL)
        screen.disable_progress_bar()  # type: ignore[no-untyped-call]
        yield
    finally:
        for logger, level in zip(loggers, levels, strict=True):
            logger.setLevel(level)
        screen.set_verbosity(verbosity)
        if bars:
            screen.enable_progress_bar()  # type: ignore[no-untyped-call]


def _reason(setting: str, error: Exception) -> str:
    """Return in one sentence why a model could not be loaded."""
    path = Path(setting).expanduser()
    if setting != DEFAULT_MODEL and not path.exists() and _fetched_folder(setting) is None:
        return N_("it is not on this machine and could not be fetched")
    # The first line only, without where it happened: messages may go to a web page.
    first = (str(error).strip().splitlines() or [""])[0]
    first = first.replace(str(path.resolve()), path.name).replace(str(path), path.name)
    return f"{type(error).__name__}: {first}"[:200].rstrip(" .:")


# --- files of other models ---------------------------------------------------------------------


def _looks_like_path(setting: str) -> bool:
    return setting.startswith((".", "/", "~", "\\")) or setting.count("/") > 1


def _fetched_folder(name: str) -> Path | None:
    """Return the folder of a model that was fetched before, without asking the network."""
    _prepare_environment()
    from huggingface_hub import snapshot_download
    from huggingface_hub.errors import HFValidationError, LocalEntryNotFoundError

    # A name without an owner is one of sentence-transformers', or one of the first models.
    for repository in (name,) if "/" in name else (f"sentence-transformers/{name}", name):
        with suppress(LocalEntryNotFoundError, HFValidationError):
            folder = snapshot_download(
                repository,
                cache_dir=os.environ.get("SENTENCE_TRANSFORMERS_HOME"),
                local_files_only=True,
            )
            return Path(folder)
    return None


def _hashed_files(folder: Path) -> list[Path]:
    """Return the files that decide what the vectors are, in order of path."""
    files = []
    for path in sorted(folder.rglob("*"), key=lambda path: path.relative_to(folder).as_posix()):
        parts = path.relative_to(folder).parts
        hidden = any(part.startswith(".") or part in _OTHER_BACKENDS for part in parts)
        if not hidden and path.suffix in _HASHED_SUFFIXES and path.is_file():
            files.append(path)
    # The same weights often lie there in two formats; safetensors is the one that is read.
    if any(path.suffix == ".safetensors" for path in files):
        files = [path for path in files if path.suffix != ".bin"]
    return files


def _hash_of(folder: Path, files: Sequence[Path]) -> str:
    digest = hashlib.sha256()
    for path in files:
        with path.open("rb") as file:
            content = hashlib.file_digest(file, "sha256").hexdigest()
        digest.update(f"{path.relative_to(folder).as_posix()} {content}\n".encode())
    return digest.hexdigest()


# --- the processor -----------------------------------------------------------------------------


def cpu_has_bfloat16() -> bool:
    """Tell whether this processor computes in bfloat16 itself; elsewhere it is only slower."""
    with suppress(OSError):
        return _flags_have_bfloat16(Path("/proc/cpuinfo").read_text("utf-8", "replace"))
    return False  # not Linux: float32 is right everywhere


def _flags_have_bfloat16(cpuinfo: str) -> bool:
    """Read the ``flags`` (x86) or ``Features`` (ARM) of ``/proc/cpuinfo``; all cores must agree."""
    rows = [
        set(line.partition(":")[2].split())
        for line in cpuinfo.splitlines()
        if line.lower().startswith(("flags", "features"))
    ]
    return bool(rows) and all(row & _BFLOAT16_FLAGS for row in rows)


def _cpu_model() -> str:
    with suppress(OSError):
        for line in Path("/proc/cpuinfo").read_text("utf-8", "replace").splitlines():
            if line.lower().startswith(("model name", "cpu part")):
                return line.partition(":")[2].strip()
    return platform.processor() or platform.machine()


# --- what is remembered ------------------------------------------------------------------------


def _short_hash(text: str) -> str:
    return hashlib.sha256(text.encode("utf-8")).hexdigest()[:24]


def _read_json(path: Path) -> dict[str, Any]:
    """Return what was remembered; nothing where there is no such file or it is damaged."""
    with suppress(OSError, ValueError):
        content = json.loads(path.read_text("utf-8"))
        if isinstance(content, dict):
            return content
    return {}


def _write_json(path: Path, content: dict[str, Any]) -> None:
    """Remember ``content``, if the cache lets us: it only saves work the next time."""
    beside = path.with_name(f"{path.name}.{os.getpid()}-{secrets.token_hex(4)}")
    with suppress(OSError):
        path.parent.mkdir(parents=True, exist_ok=True)
        try:
            beside.write_text(json.dumps(content), "utf-8")
            beside.replace(path)
        finally:
            beside.unlink(missing_ok=True)
