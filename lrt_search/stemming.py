"""A word -> its stem: what is the same in "besloten", "besluit" and "besluiten".

    word -> its one spelling -> its lemma (simplemma) -> its stem (Snowball)

The lemmatizer knows what no rule tells: that "maatregelen" are more than one "maatregel" and that
"afgesproken" comes from "afspreken". Snowball's ``dutch`` (since 3.0 the Kraaij-Pohlmann stemmer)
brings verbs and their nouns together, and takes what the lemmatizer does not know. Where they err
they are put right here; the tests pin both.

Accents fold, so that "Oekraine" finds "Oekraïne", and older spellings become the newer one
("lokatie", "locatie"). A number reads the same however it is written: "1.360" and "1360".
"""

import re
import threading
import unicodedata
from collections.abc import Mapping
from functools import lru_cache

import Stemmer
from simplemma.strategies.dictionaries import LOW_MEMORY_DICTIONARY_FACTORY

_THOUSANDS = re.compile(r"[0-9]{1,3}(?:[. ][0-9]{3})+(?:,[0-9]+)?")
_TIME = re.compile(r"([01]?[0-9]|2[0-3])[.:]([0-5][0-9])")
_GROUND = re.compile(r"([0-9]+(?:\.[0-9]+)+)\.?([a-i])")

# Older spellings and the newer one, by the stretch of the word that tells it. Texts and questions
# go through them alike, so that no pair may make two words one.
_SPELLINGS = {
    "accoord": "akkoord",
    "advokaat": "advocaat",
    "advokaten": "advocaten",
    "aktie": "actie",
    "aktivi": "activi",
    "aspekt": "aspect",
    "buro": "bureau",
    "direkt": "direct",
    "distrikt": "district",
    "effekt": "effect",
    "ekonomi": "economi",
    "electri": "elektri",
    "electro": "elektro",
    "faktor": "factor",
    "funktie": "functie",
    "indikati": "indicati",
    "insekt": "insect",
    "kapacit": "capacit",
    "kollege": "college",
    "kombinati": "combinati",
    "kommenta": "commenta",
    "kommissi": "commissi",
    "kommuni": "communi",
    "kompensati": "compensati",
    "koncept": "concept",
    "konferenti": "conferenti",
    "konflikt": "conflict",
    "konsekwent": "consequent",
    "kontakt": "contact",
    "kontrakt": "contract",
    "kontrol": "control",
    "koordina": "coordina",
    "kultu": "cultu",
    "lokati": "locati",
    "objekt": "object",
    "organizatie": "organisatie",
    "produkt": "product",
    "projekt": "project",
    "publikati": "publicati",
    "sektor": "sector",
    "struktu": "structu",
    "subjekt": "subject",
    "vacanti": "vakanti",
}
_OLD_SPELLING = re.compile("|".join(_SPELLINGS))

# Words that the lemmatizer or the stemmer gets wrong: by the stem, its words.
_WORDS = {
    "beheer": "beheer|beheers|beheren",
    "betrokkene": "betrokkene|betrokkenen",
    "boete": "boete|boetes",
    "fiets": "fiets|fietsen",
    "geld": "gelden",
    "geleden": "geleden",
    "gemachtigde": "gemachtigde|gemachtigden",
    "geval": "geval|gevallen",
    "goederen": "goederen",
    "hard": "harder",
    "jongere": "jongere|jongeren",
    "kiezer": "kiezer|kiezers",
    "kost": "kost|kosten",
    "lid": "leden",
    "oekraiens": "oekraiens|oekraiense",
    "ontheemd": "ontheemd|ontheemde|ontheemden",
    "ouder": "ouder|ouders",
    "oudere": "oudere|ouderen",
    "overleden": "overleden",
    "planning": "planning|planningen",
    "reden": "reden|redenen",
    "scholing": "scholing",
    "stage": "stage|stages",
    "stelsel": "stelsel|stelsels",
    "toets": "toets|toetsen|toetsing",
    "vacature": "vacature|vacatures",
    "veld": "veld|velden",
    "verlies": "verlies|verliezen",
    "wens": "wens|wensen",
    "wet": "wet|wetten",
    "ziek": "zieken",
    "zitting": "zitting|zittingen",
}
_STEMS = {word: stem for stem, words in _WORDS.items() for word in words.split("|")}
# What the lemmatizer takes for a form of another word.
_LEMMAS = {
    "amenderen": "amenderen",
    "beter": "beter",
    "centra": "centrum",
    "derde": "derde",
    "echtgenoten": "echtgenoot",
    "eerst": "eerst",
    "eerste": "eerst",
    "geboden": "bieden",
    "geloof": "geloof",
    "gevaren": "gevaar",
    "huisgenoten": "huisgenoot",
    "meer": "meer",
    "minder": "minder",
    "namen": "naam",
    "slopen": "sloop",
    "streek": "streek",
    "streken": "streek",
    "tiende": "tiende",
    "tweede": "tweede",
    "verder": "verder",
    "verslagen": "verslag",
    "wijst": "wijzen",
}
# A longer word may end in "leden" and mean members, or not: "raadsleden", "overleden".
_MEMBERS = re.compile(r"(.{3,}?)leden")
_NO_MEMBERS = re.compile(r"(?:ge|ver|over|ont|be|aan|uit|om|in)+leden")
# The lemmatizer gives a verb that comes apart in its parts, "aan_wijzen", and so it does some
# compounds, which lose a letter: "raad_lid".
PARTICLES = frozenset(
    "aan|achter|af|bij|binnen|boven|buiten|deel|door|goed|in|klaar|langs|los|mede|mee|mis|na|neer"
    "|om|onder|op|open|over|plaats|rond|samen|stil|stop|tegemoet|tegen|tekort|teleur|terecht|terug"
    "|toe|uit|vast|vol|voor|voorbij|voort|vooruit|vrij|waar|weer|weg".split("|")
)
# "ge" that begins a word, or a part of one.
_GE = re.compile(r"ge(?=\w{3})")
# A last part that is known makes a longer word known: "opvangplaatsen", "noodmaatregelen". What is
# longer than any word is looked up in no part.
_SHORTEST_PART, _SHORTEST_TAIL, _LONGEST = 3, 4, 60

_local = threading.local()


def fold(word: str) -> str:
    """Lower the case and take accents off: "Oekraïense" -> "oekraiense"."""
    parts = unicodedata.normalize("NFKD", word)
    return "".join(char for char in parts if not unicodedata.combining(char)).casefold()


@lru_cache(maxsize=200_000)
def form_of(word: str) -> str:
    """Return a word or number in its one form: "Lokaties" -> "locaties", "1.360" -> "1360"."""
    folded = fold(word)
    if not folded[:1].isdigit():
        return _OLD_SPELLING.sub(lambda match: _SPELLINGS[match.group()], folded)
    if _THOUSANDS.fullmatch(folded):
        return folded.replace(".", "").replace(" ", "")
    if time := _TIME.fullmatch(folded):
        return f"{int(time[1])}:{time[2]}"
    if ground := _GROUND.fullmatch(folded):
        return ground[1] + ground[2]
    return folded


@lru_cache(maxsize=200_000)
def stem(word: str) -> str:
    """Return the stem of one word: "locaties" and "locatie" give the same."""
    form = form_of(word)
    if form in _STEMS:
        return _STEMS[form]
    members = _MEMBERS.fullmatch(form)
    if members and not _NO_MEMBERS.fullmatch(form):
        return members[1] + "lid"
    lemma = lemma_of(form)
    base = form if lemma is None else form_of(lemma)
    if base in _STEMS:
        return _STEMS[base]
    return _kept(base) or _snowball("dutch", base, known=lemma is not None)


def _kept(base: str) -> str | None:
    """Return what the stemmer would cut too short: "beschikbaar" is no "beschikking"."""
    if base.endswith("heid") and len(base) > 7:
        base = base[:-4]
    for end, instead in (
        ("iseren", "iseer"),
        ("igen", "ig"),
        ("iging", "ig"),
        ("ige", "ig"),
        ("loze", "loos"),
    ):
        if base.endswith(end) and len(base) > len(end) + 2:
            return base.removesuffix(end) + instead
    return base if len(base) > 4 and base.endswith(("baar", "ig", "loos")) else None


@lru_cache(maxsize=20_000)
def english_stem(word: str) -> str:
    """Return the stem of one English word: "shelters" and "sheltered" give "shelter"."""
    return _snowball("english", fold(word))


def _snowball(language: str, word: str, *, known: bool = False) -> str:
    # A Snowball stemmer keeps state: each thread has its own.
    stemmer = getattr(_local, language, None)
    if stemmer is None:
        stemmer = Stemmer.Stemmer(language)
        setattr(_local, language, stemmer)
    # Of a lemma, "ge" is part of the word and no participle's: "geweld" is no form of "wel". The
    # stemmer takes it off unless it reads as something else.
    mark = next((letter for letter in "qx" if letter not in word), "") if known else ""
    if not mark:
        return str(stemmer.stemWord(word))
    return str(stemmer.stemWord(_GE.sub(mark + "e", word))).replace(mark, "g")


def lemma_of(word: str) -> str | None:
    """Return how a dictionary has a Dutch word: "maatregelen" -> "maatregel".

    Of a compound that is in none, the last part is looked up.

    Args:
        word: In its one form (``form_of``).

    Returns:
        None where the lemmatizer knows neither it nor a last part of it.
    """
    if not word.isalpha():
        return None
    found = _looked_up(word)
    if found or not _SHORTEST_PART + _SHORTEST_TAIL <= len(word) <= _LONGEST:
        return found
    for plural in ("n", "s"):
        if word.endswith(plural) and (found := _looked_up(word[:-1])):
            return found
    for start in range(_SHORTEST_PART, len(word) - _SHORTEST_TAIL + 1):
        tail = word[start:]
        if found := _looked_up(tail):
            # The last part of a compound is a noun: a verb would lose more than its ending.
            whole = len(found) <= len(tail) and found[:2] == tail[:2]
            return word[:start] + found if whole else None
    return None


@lru_cache(maxsize=20_000)
def infinitive_of(form: str) -> str | None:
    """Return the infinitive of a verb form; None for any other word, and for an infinitive.

    "besloten" gives "besluiten"; "wapens" is of no verb, though "wapen" ends as one.
    """
    lemma = lemma_of(form)
    return lemma if lemma and lemma.endswith("en") and not form.startswith(lemma) else None


def is_separable(particle: str, infinitive: str) -> bool:
    """Return whether a particle and a verb make a verb that comes apart: "in", "stemmen"."""
    return particle + infinitive in _separable()


def is_word(form: str) -> bool:
    """Return whether a dictionary has a Dutch word, in its one form."""
    return _looked_up(form) is not None


# Stems are kept; of the parts that were tried for them only the usual ones come back.
@lru_cache(maxsize=20_000)
def _looked_up(form: str) -> str | None:
    if form in _LEMMAS:
        return _LEMMAS[form]
    word, lemmas = _printed().get(form, form), _lemmas()
    found = lemmas.get(word)
    if found is None:
        return None
    first, *rest = found.lower().split("_")
    if rest and first not in PARTICLES:
        return None
    lemma = first + "".join(rest)
    # "vreemdeling" is no "vreemdelinge", and "werkgever" no "werkgeefster".
    return word if len(lemma) > len(word) and not lemma.endswith("en") else lemma


def _lemmas() -> Mapping[str, str]:
    # 5 MiB instead of 40: slower, but each word is looked up once.
    return LOW_MEMORY_DICTIONARY_FACTORY.get_dictionary("nl")


@lru_cache(maxsize=1)
def _printed() -> dict[str, str]:
    """Return the words that the lemmatizer knows with accents or capitals only, by their form."""
    known = _lemmas()
    marked = (word for word in known if word.isalpha() and not (word.isascii() and word.islower()))
    found = {fold(word): word for word in marked}
    return {form: word for form, word in found.items() if form not in known}


@lru_cache(maxsize=1)
def _separable() -> frozenset[str]:
    """Return the verbs that come apart: their participle has "ge" within, as "ingestemd"."""
    within = tuple(f"{particle}ge" for particle in PARTICLES)
    known = _lemmas()
    lemmas = (known[word].replace("_", "") for word in known if word.startswith(within))
    return frozenset(form_of(lemma) for lemma in lemmas if lemma.endswith("en"))
