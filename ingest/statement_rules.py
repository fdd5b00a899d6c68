"""The rules by which a sentence of minutes is a decision, a task, a promise, a request or a view.

A rule has a name, a kind and a confidence: how often it was right on the judged minutes
(``docs/statements.md`` lists them with examples). They are asked in the order below, and the first
that fits a sentence holds. Everything here is pure and works on one sentence at a time.
"""

import re
from dataclasses import dataclass

from ingest.owners import BETWEEN, names_pattern, organisation_pattern, owners_in, plain
from ingest.speakers import Speaker
from lrt_search.domain import REDACTION_MARK
from lrt_search.statements import DecisionOutcome, StatementKind


@dataclass(frozen=True, slots=True)
class Rule:
    """How a kind of statement is recognised.

    Attributes:
        name: As stored with each statement that it found, and as ``docs/statements.md`` lists it.
        kind: What it finds.
        confidence: Percent of its findings that were right on the judged minutes, by the rule of
            succession ((right + 1) / (found + 2)); lower, and said so in ``docs/statements.md``,
            where few or none were judged.
    """

    name: str
    kind: StatementKind
    confidence: int


ACTION_MARK = Rule("action-mark", StatementKind.ACTION_ITEM, 99)
ACTION_LIST = Rule("action-list", StatementKind.ACTION_ITEM, 80)
ACTION_TABLE = Rule("action-table", StatementKind.ACTION_ITEM, 80)
DECISION_ROW = Rule("decision-row", StatementKind.DECISION, 99)
DECISION_VERB = Rule("decision-verb", StatementKind.DECISION, 98)
DECISION_HEADING = Rule("decision-heading", StatementKind.DECISION, 91)
VOTE = Rule("vote", StatementKind.DECISION, 97)
PROMISE = Rule("promise", StatementKind.COMMITMENT, 92)
UNDERTAKING = Rule("undertaking", StatementKind.COMMITMENT, 98)
ASKS = Rule("asks", StatementKind.REQUEST, 94)
DICTUM = Rule("dictum", StatementKind.REQUEST, 92)
SAYS = Rule("says", StatementKind.POSITION, 94)
TAKES_SIDES = Rule("takes-sides", StatementKind.POSITION, 75)

RULES = (
    ACTION_MARK,
    ACTION_LIST,
    ACTION_TABLE,
    DECISION_ROW,
    DECISION_VERB,
    DECISION_HEADING,
    VOTE,
    PROMISE,
    UNDERTAKING,
    ASKS,
    DICTUM,
    SAYS,
    TAKES_SIDES,
)


# --- action items --------------------------------------------------------------------------

ACTION_HEADING = re.compile(
    r"(?:acties?|actiepunten|actielijst|actiepuntenlijst|afspraken en acties|to do)(?:\s.*)?", re.I
)
_ACTION = re.compile(r"(?:\W*\s)?(?P<word>[Aa]ctie(?:punt|houder|nemer)?|ACTIE)\s*(?P<colon>:)?\s+")
_IN_BRACKETS = re.compile(
    r"[(\[]\s*[Aa]ctie(?:houder|nemer)?\s*:?\s+(?P<owners>[^()\[\]]{2,60})[)\]]\s*\.?\s*$"
)
_NO_OWNER = re.compile(r"(?i)(?:is|wordt|kan|die|dat|om|op|in|over|van|voor|loopt)\b")


ACTION_TABLE_HEAD = re.compile(
    r"(?:nr\.?\s+|#\s+)?(?:datum\s+)?(?:actie(?:punt)?|omschrijving|wat)\s+"
    r"(?:wie|eigenaar|actiehouder|door|verantwoordelijke?)\s*"
    r"(?:wanneer|datum|gereed|deadline|termijn|voor|planning)?(?:\s+status)?",
    re.IGNORECASE,
)


@dataclass(frozen=True, slots=True)
class Action:
    """What a sentence says of a task.

    Attributes:
        owners: Who has to do it.
        task: The words of the task behind the owners; empty where it stands in front of them.
    """

    owners: tuple[str, ...]
    task: str


def action_of(sentence: str) -> Action | None:
    """Read "Actie BZK en Aedes.", "Actie CDK: brief." and "... (actie JenV)"."""
    bracketed = _IN_BRACKETS.search(sentence)
    if bracketed:
        owners = _owners_up_to_task(bracketed["owners"])
        return Action(owners[0], sentence) if owners and owners[0] else None
    match = _ACTION.match(sentence)
    if match is None or match["word"].casefold() == "actiepunt" and not match["colon"]:
        return None
    read = _owners_up_to_task(sentence[match.end() :], may_run_on=match["colon"] is not None)
    return Action(*read) if read else None


def _owners_up_to_task(
    text: str, *, may_run_on: bool = False
) -> tuple[tuple[str, ...], str] | None:
    """Return the owners at the head of ``text`` and what follows them."""
    names = names_pattern().match(plain(text))
    if names is None or _NO_OWNER.match(text):
        return None
    rest = text[names.end() :]
    task = rest.lstrip()
    if task and task[0] not in ":.,;(–-" and not may_run_on:
        return None
    # "Actie CDK: ´s communiceert": the rest of "CDK's" has slipped behind the colon.
    return owners_in(names.group()), re.sub(r"^[\s:.,;–-]+(?:[´’']s\s)?", "", rest).strip(" .")


def listed_owners(entry: str) -> tuple[str, ...] | None:
    """Return the owners of an entry of an action list: in front with a colon, or in brackets."""
    bracketed = re.search(r"[(\[](?P<owners>[^()\[\]]{2,60})[)\]]\s*\.?\s*$", entry)
    if bracketed and (owners := _owners_up_to_task(bracketed["owners"])):
        return owners[0]
    read = _owners_up_to_task(entry)
    if read and read[1] and ":" in entry[: len(entry) - len(read[1])]:
        return read[0]
    head = re.match(
        rf"(?:[Dd]e\s|[Hh]et\s)?(?:{organisation_pattern()}|[Ss]ecretariaat)"
        rf"(?:{BETWEEN}(?:de\s|het\s)?(?:{organisation_pattern()}|secretariaat))*(?=\s[a-z])",
        plain(entry),
    )
    return owners_in(head.group()) if head else None


def row_owners(row: str) -> tuple[str, ...] | None:
    """Return the owners of a row of an action table: "1 Brief aan de Kamer BZK en VNG 1 mei".

    Only organisations of the glossary and the secretariat count: any word of a task may look like
    a name.
    """
    one = rf"(?:{organisation_pattern()}|[Ss]ecretariaat)"
    match = re.search(
        rf"\S\s+(?P<owners>{one}(?:{BETWEEN}{one})*)(?P<rest>\s+[^.;]{{1,40}})?$", plain(row)
    )
    if match is None or (
        match["rest"] and not re.search(r"\d|overleg|zomer|-|\bpm\b", match["rest"])
    ):
        return None
    return owners_in(match["owners"])


# --- decisions -----------------------------------------------------------------------------

DECISION_HEADING_TEXT = re.compile(r"(?:besluit(?:en)?|afspra(?:ak|ken)|beslispunt(?:en)?)", re.I)
# What is not decided, only thought of, or was decided by others or long ago.
_NOT_DECIDED = re.compile(
    r"\b(?:geen|nog niet|niet over|noch)\b[^.;:]*\b(?:besluit|besloten|akkoord|overeenstemming)\b"
    r"|^(?:Als|Indien|Mocht|Wanneer|Zodra|Voordat|Aangezien|Tot een)\b"
    r"|\b(?:wil|willen|kan|kunnen|moet|moeten|zou|zouden|hoopt|verwacht)\b[^.;:]{0,60}"
    r"\b(?:besluiten|instemmen|vaststellen|akkoord gaan)\b",
    re.IGNORECASE,
)
_CLAUSE = re.compile(
    r"(?:,\s+|\s)(?:dat|die|waarin|waarmee|waarvan|waarover|zodra|als|indien|nu|waarbij|wat"
    r"|voordat|totdat|omdat|terwijl)\s"
)
_BY_OTHERS = re.compile(
    r"\bdoor\s+(?:de\s+|het\s+)?(?:Kamer|Raad|kabinet|Eerste Kamer|rechter|college|gemeenteraad|@)"
)
_PASSIVE = re.compile(
    r"\b(?:wordt|worden|is|zijn|blijft|blijven)\b[^.;]*?\b(?P<done>aangehouden|verworpen|afgewezen"
    r"|aangenomen|vastgesteld|goedgekeurd|bekrachtigd|doorgeschoven|uitgesteld|overgenomen)\b",
    re.IGNORECASE,
)
_BARE_OUTCOME = re.compile(
    r"^(?:[^.;]{0,60}?[:,]\s+)?(?:(?:Daarmee|Aldus|Hiermee|Na bespreking|Conform|Schriftelijk)\s+)?"
    r"(?P<done>akkoord|vastgesteld|verworpen|aangehouden|aangenomen|besloten|goedgekeurd)\b"
    r"(?!\s+(?:is|was|zijn|waren|gaat|gaan|dat|van\s+de\s+vier)\b)",
    re.IGNORECASE,
)
_SETTLED = re.compile(
    r"^(?:Besloten|Afgesproken|Overeengekomen|Vastgesteld|Ingestemd)\s+(?:wordt|is|werd|om|tot)\b"
    r"|^(?:Er|Verder|Ook|Daarom|Vervolgens|Hierop|Daarop)?\s*(?:wordt|is)\s+"
    r"(?:\w+\s){0,3}?(?:besloten|afgesproken|overeengekomen|ingestemd)\b"
    r"|^(?:Wel|Daarom|Verder)\s+(?:stemt|besluit)\b"
    r"|^[^.;,]{0,80}\b[Bb]esloten\s+wordt\b",
    re.IGNORECASE,
)
_MINUTES_AGREED = re.compile(
    r"\b(?:verslag(?:en)?|notulen|besluitenlijst|actielijst)\b[^.;]*\b(?:akkoord|vastgesteld"
    r"|goedgekeurd)\b",
    re.IGNORECASE,
)
_TABLE_DOES = re.compile(
    r"(?:besluit|besluiten)\b(?!\s+(?:nemen|genomen))"
    r"|(?:stemt|stemmen)\b.*\bin\b|(?:is|zijn|gaat|gaan)\s+(?:\w+\s+)?(?:akkoord|het\b.*\beens)\b"
    r"|(?:stelt|stellen)\b.*\bvast\b|(?:neemt|nemen)\b.*\baan\b|bevestigt\b|aanvaardt\b"
    r"|onderschrijft\b|verlengt\b|spreekt\s+uit\b|bekrachtigt\b|verwerpt\b|wijst\b.*\baf\b"
    r"|houdt\b.*\baan\b|kiest\b|verklaart\b|legt\s+vast\b",
    re.IGNORECASE,
)
_ALSO_TABLE = re.compile(
    r"\b(?:stemt|besluit)\s+de\s+(?:LRT|tafel|regietafel|raad|commissie)\b"
    r"|\bde\s+(?:LRT|tafel|regietafel)\s+(?:is\s+akkoord|stemt\s+in|besluit)\b",
    re.IGNORECASE,
)
_FORMAL = re.compile(
    r"\bAldus\s+(?P<done>aangenomen|besloten|vastgesteld|verworpen)\s+in\s+de\s+openbare\b"
)
_COUNCIL_DECIDES = re.compile(r"\bde\s+raad\s+van\s+de\s+gemeente\b.*\bbesluit\s*:", re.IGNORECASE)
_VOTE = re.compile(
    r"\b(?:motie|moties|amendement|amendementen|voorstel|voorstellen|agenda|notulen|besluitenlijst"
    r"|verordening|lijst|benoeming)\b[^.;]{0,90}?\b(?:wordt|worden|is|zijn)\b[^.;]{0,60}?"
    r"\b(?P<done>aangenomen|verworpen|aangehouden|vastgesteld)\b"
    r"|\bzonder\s+(?:hoofdelijke\s+)?stemming\b[^.;]{0,40}\b(?P<also>aangenomen|vastgesteld"
    r"|verworpen)\b"
    r"|^Conform\s+(?P<conform>besloten|vastgesteld)\b",
    re.IGNORECASE,
)
_DEFERRED = re.compile(
    r"aangehouden|doorgeschoven|uitgesteld|houdt\b.*\baan\b|door te schuiven", re.I
)
_REJECTED = re.compile(
    r"verworpen|afgewezen|verwerpt|wijst\b.*\baf\b|niet (?:overgenomen|aangenomen|akkoord)"
    r"|komt er niet\b|wordt niet ingezet",
    re.I,
)


def outcome_of(words: str) -> DecisionOutcome:
    """Return what became of what was put to the table, by the words that say so."""
    if _DEFERRED.search(words):
        return DecisionOutcome.DEFERRED
    if _REJECTED.search(words):
        return DecisionOutcome.REJECTED
    return DecisionOutcome.ADOPTED


def decision_of(sentence: str, speaker: Speaker | None) -> DecisionOutcome | None:
    """Return what the meeting decides in this sentence; None where it decides nothing."""
    formal = _FORMAL.search(sentence)
    if formal:
        return outcome_of(formal["done"])
    if _COUNCIL_DECIDES.search(sentence):
        return DecisionOutcome.ADOPTED
    if sentence[:1].islower():
        return None  # "de raad in 2024 de motie heeft aangenomen": a ground of a motion.
    if _NOT_DECIDED.search(sentence):
        return None
    if speaker and speaker.is_table:
        does = _TABLE_DOES.search(_main_clause(speaker.rest))
        return outcome_of(does.group()) if does else None
    if speaker and not speaker.from_pronoun:
        return None
    if _SETTLED.search(sentence) or _ALSO_TABLE.search(sentence):
        # What is decided may be to defer: "besloten wordt de vraag door te schuiven".
        deferred = re.search(r"\bdoor te schuiven\b|\baan te houden\b", sentence)
        return DecisionOutcome.DEFERRED if deferred else DecisionOutcome.ADOPTED
    main = _main_clause(sentence)
    by_others = _BY_OTHERS.pattern.replace("@", organisation_pattern())
    if re.search(by_others, plain(main)):
        return None
    passive = _PASSIVE.search(main)
    if passive and _decides(passive, main):
        return outcome_of(passive.group())
    bare = _BARE_OUTCOME.match(main)
    if bare:
        return outcome_of(bare["done"])
    return DecisionOutcome.ADOPTED if _MINUTES_AGREED.search(main) else None


def _decides(passive: re.Match[str], main: str) -> bool:
    """Tell what the table does from what a court or a law did: "is aangenomen" is news."""
    done, verb = passive["done"].casefold(), passive.group().split()[0].casefold()
    if re.search(r"\bniet\s+(?:\w+\s+)?vastgesteld\b", main):
        return False
    if verb in {"is", "zijn"}:
        return bool(_MINUTES_AGREED.search(main)) or (
            done in {"vastgesteld", "aangehouden"} and "schriftelijk" in main.casefold()
        )
    if done == "overgenomen":
        return re.search(r"\bniet overgenomen\b", main) is not None
    return True


def _main_clause(sentence: str) -> str:
    return _CLAUSE.split(sentence, maxsplit=1)[0]


def vote_of(sentence: str) -> DecisionOutcome | None:
    """Return what a vote of a council came to: "De motie wordt verworpen met 14 tegen 31."."""
    if _NOT_DECIDED.search(sentence) or sentence.rstrip().endswith("?"):
        return None
    match = _VOTE.search(_main_clause(sentence))
    return outcome_of(match["done"] or match["also"] or "aangenomen") if match else None


# --- commitments ---------------------------------------------------------------------------

# The verb of a speaker stands behind the name, or behind "en", "maar" or a semicolon.
_AT = r"(?:^|\ben\s+|,\s+maar\s+|;\s+|^\([^)]*\)\s+)(?:{who}\s+)?"
_PROMISES = (
    r"(?:zegt|zeggen)\b[^;]*?\btoe\b",
    r"(?:zal|zullen)\b",
    r"(?:biedt|bieden)\b[^;]*?\baan\b",
    r"(?:belooft|beloven|garandeert|garanderen)\b",
    r"(?:stelt|stellen)\s+zich\s+garant\b",
    r"is\s+bereid\b[^;]*\bte\b|zijn\s+bereid\b[^;]*\bte\b",
)
_UNDERTAKES = (
    r"(?:past|passen)\b[^;]*\baan\b",
    r"(?:legt|leggen)\b[^;]*\bvast\b",
    r"(?:stelt|stellen)\s+(?!voor\b|vast\b|dat\b|zich\b)[^;]*\bop\b\.?$",
    r"(?:neemt|nemen)\b(?!\s+(?:kennis|aan|afscheid|de\s+plaats))[^;]*\b(?:op|over|mee)\b",
    r"(?:pakt|pakken)\b[^;]*\bop\b",
    r"(?:onderzoekt|onderzoeken|bekijkt|bekijken|verwerkt|verwerken|rapporteert|rapporteren"
    r"|regelt|regelen|verzorgt|verzorgen|agendeert|organiseert|organiseren|coördineert"
    r"|inventariseert|publiceert|communiceert)\b(?!\s+dat\b)",
    r"(?:levert|leveren)\b",
    r"(?:werkt|werken)\b[^;]*\buit\b",
    r"(?:stuurt|sturen)\b",
    r"(?:laat|laten)\b[^;]*\b(?:uitzoeken|onderzoeken|weten\s+wanneer)\b",
    r"(?:zoekt|zoeken)\b",
    r"(?:zorgt|zorgen)\s+(?:dat|ervoor|voor)\b",
    r"(?:komt|komen)\b[^;]*\bterug\b",
    r"(?:gaat|gaan)\s+(?!uit\b|over\b|in\b|niet\b|akkoord\b|om\b|er\b|mee\b|door\b)[^;]*\w+en\b",
    r"(?:bereidt|bereiden)\b[^;]*\bvoor\b",
    r"(?:houdt|houden)\b[^;]*\bbij\b",
    r"(?:zet|zetten)\b[^;]*\b(?:op|in)\b",
    r"(?:maakt|maken)\s+(?!een\s+voorbehoud|zich|bezwaar|\w+\s+bezwaren)",
    r"(?:deelt|delen)\b[^;]*\b(?:met|via)\b",
    r"(?:bespreekt|bespreken|bericht|informeert|informeren|wijzen)\b(?=[^;]*\b(?:met|voor|over"
    r"|gezamenlijk)\b)",
    r"(?:brengt|brengen)\b[^;]*\bover\s+aan\b",
    r"(?:schorten|schort)\b[^;]*\bop\b",
    r"(?:neemt|nemen)\b[^;]*\b(?:contact\s+op|voortaan\s+deel)\b",
    r"werkt\s+mee\b",
)
_NOT_UNDERTAKEN = re.compile(
    r"\bniet\b(?!\s+alleen)|\bheeft\b|\bhebben\b|\?$|\bzou(?:den)?\b|\bwil(?:len)?\b", re.I
)
_IMPERSONAL_PROMISE = re.compile(
    r"^(?:Toegezegd|Gegarandeerd)\s+(?:wordt|is)\b|\b(?:wordt|is)\s+(?:\w+\s){0,4}?toegezegd\b"
    r"|^Toezegging\b",
    re.IGNORECASE,
)
_COUNCIL_PROMISE = re.compile(
    r"\b(?:zeg|zeggen)\s+(?:ik|wij|we)\b[^.?]*\btoe\b|\b(?:ik|wij|we)\s+(?:zeg|zeggen)\b[^.?]*\btoe\b"
    r"|\bmijn\s+toezegging\b|\bdoor\s+\w+\s+\w+\s+toegezegd\b"
    r"|\b(?:we|wij|ik)\s+(?:zijn|ben)\s+bereid\b|\bzijn\s+(?:we|wij)\s+bereid\b"
    r"|\bkan\s+ik\s+(?:u\s+)?toezeggen\b|\bik\s+kan\b[^.?]*\btoezeggen\b",
    re.IGNORECASE,
)


def commitment_of(sentence: str, speaker: Speaker | None) -> tuple[Rule, tuple[str, ...]] | None:
    """Return the rule by which a sentence promises, and who promises."""
    if speaker is None:
        promised = _IMPERSONAL_PROMISE.search(sentence)
        return (PROMISE, ()) if promised and not sentence.endswith("?") else None
    rest = speaker.rest
    own = speaker.organisations or (_bare(speaker.name),)
    second = _second_speaker(rest)
    for rule, patterns in ((PROMISE, _PROMISES), (UNDERTAKING, _UNDERTAKES)):
        for pattern in patterns:
            match = _verb(pattern).search(plain(rest))
            if match is None or (rule is UNDERTAKING and _NOT_UNDERTAKEN.search(match.group())):
                continue
            if speaker.from_pronoun and rule is UNDERTAKING and match.start() == 0:
                first = match.group().split()[0]
                if not first.endswith("t"):
                    continue  # "Zij maken ...": who they are is not sure.
            owners = second[1] if second and match.start() >= second[0] else own
            return rule, owners
    return None


def _verb(pattern: str) -> re.Pattern[str]:
    who = rf"(?:(?:de\s+|het\s+)?(?:{organisation_pattern()}|secretariaat))?"
    return re.compile(_AT.replace("{who}", who) + f"(?:{pattern})", re.IGNORECASE)


def _second_speaker(rest: str) -> tuple[int, tuple[str, ...]] | None:
    """Return who takes over behind a semicolon: "...; het secretariaat verwerkt dit"."""
    match = re.search(
        rf";\s+(?P<name>(?:de\s+|het\s+)?(?:{organisation_pattern()}|secretariaat))\s", plain(rest)
    )
    return (match.start(), owners_in(match["name"])) if match else None


def _bare(name: str) -> str:
    bare = re.sub(r"^(?:De|Het)\s+", "", name).replace(REDACTION_MARK, "").strip()
    return "leden" if bare == "Leden" else bare


def council_promise(sentence: str) -> bool:
    """Whether a speech promises something: "dat zeg ik graag toe"."""
    if sentence.endswith("?") or re.match(r"(?:Als|Mocht|Indien)\b", sentence):
        return False
    return _COUNCIL_PROMISE.search(sentence) is not None


# --- requests ------------------------------------------------------------------------------

_QUESTION = (
    r"(?:expliciet\s+)?(?:zich\s|(?:of|hoe|wie|wat|waarom|wanneer|naar|welke|waar|hoeveel)\b"
    r"|\w+\s+of\b)"
)
_ASKS = (
    rf"(?:vraagt|vragen)\s+(?!{_QUESTION})",
    r"(?:verzoekt|verzoeken)\b",
    r"(?:roept|roepen)\b[^;]*\bop\b",
    r"(?:krijgt|krijgen|ziet|zien|ontvangt|ontvangen)\s+graag\b",
    r"(?:dringt|dringen)\b[^;]*\baan\b",
    r"(?:doet|doen)\b[^;]*\b(?:verzoek|oproep)\b",
    r"legt\s+een\s+verzoek\b",
    r"(?:vraagt|vragen)\s+niet\s+om\b",
)
_IMPERSONAL_REQUEST = re.compile(
    r"^Verzoek\b(?!\s+van)|\b(?:het\s+)?verzoek\s+gedaan\b"
    r"|\bword(?:t|en)\s+(?:\w+\s+){0,4}?(?:verzocht|gevraagd)\s+(?:om\b|te\b|in\b|dat\b|voor\b)"
    r"|\bword(?:t|en)\s+(?:\w+\s+){0,4}?verzocht\b"
    r"|\b(?:vraagt|vragen)\s+(?:de\s+)?(?:gemeenten?\b[^.;]*\bom\b|om\b|gemeenten\s)",
    re.IGNORECASE,
)
_ASKED_OF = (
    r"(?:(?:en|,)\s+)?(?:verzoekt|verzoeken|draagt|roept|roepen|nodigt)\b[^.;:]{0,60}?"
    r"\b(?P<asked>college|raad|presidium|burgemeester|griffie|agendacommissie)\b[^.;:]{0,40}"
)
DICTUM_HEADING = re.compile(rf"{_ASKED_OF}:?", re.IGNORECASE)
DICTUM_OPENS = re.compile(
    rf"(?:^|[,;.]\s*){_ASKED_OF}:\s*$|^{_ASKED_OF.replace('P<asked>', 'P<who>')},$", re.IGNORECASE
)
# Where a sentence is cut: behind the words that open a dictum, before those that close it, and
# before the words with which the council signs.
DICTUM_CUT = re.compile(
    r"(?<=:)(?=\s*\n)|(?:(?=\ben\s+gaat\s)|(?<!\ben\s)(?=\bgaat\s))"
    r"(?=(?:en\s+)?gaat\s+over\s+tot\s+de\s+orde\s+van\s+de\s+dag)"
    r"|(?=\bAldus\s+(?:aangenomen|besloten|vastgesteld|verworpen)\s+in\s+de\s+openbare)",
    re.IGNORECASE,
)
# What a motion asks for is put as "te onderzoeken", or runs on from what was asked before.
_DICTUM_ITEM = re.compile(r"\bte\s+(?:\w+\s+){0,2}?\w+n\b|[;,:]$|^\W*[a-zà-ÿ]")
DICTUM_ENDS = re.compile(r"(?:en\s+)?gaat\s+over\s+tot\s+de\s+orde\s+van\s+de\s+dag", re.I)
_COUNCIL_ASKS = re.compile(
    r"\bverzoekt\s+het\s+college\b|\bkrijgen\s+(?:we|wij)\s+graag\b|\bgraag\s+ontvangen\b"
    r"|\b(?:ik|wij|we)\s+(?:wil|willen|zou|zouden)\b[^.?:]{0,60}\b(?:vragen|verzoeken|oproepen)"
    r"\s+(?:om\b|dat\b|de\s+motie\b|deze\s+motie\b)|\b(?:ik|wij|we)\s+(?:roep|roepen)\b[^.?]*\bop\b"
    r"|\bgeven\s+[^.?]{0,30}\bsuggestie\s+mee\b|\b(?:ik|wij|we)\s+verzoek(?:en)?\b",
    re.IGNORECASE,
)


def asked_in(heading: re.Match[str]) -> tuple[str, ...]:
    """Return whom a motion asks, by the words that open its dictum."""
    groups = heading.groupdict()
    asked = groups.get("asked") or groups.get("who") or ""
    return (asked.lower(),)


def is_dictum_item(sentence: str) -> bool:
    """Whether a sentence behind "verzoekt het college:" is something that is asked for."""
    return _DICTUM_ITEM.search(sentence) is not None


def request_of(sentence: str, speaker: Speaker | None) -> tuple[str, ...] | None:
    """Return who is asked to do something in a sentence, () where nobody is named, or None."""
    text = plain(sentence)
    if speaker is not None:
        rest = plain(speaker.rest)
        for pattern in _ASKS:
            match = _verb(pattern).search(rest)
            if match:
                return _asked(rest[match.end() :])
    impersonal = _IMPERSONAL_REQUEST.search(text)
    if impersonal and not (speaker and speaker.organisations and "wordt" in impersonal.group()):
        return ()
    return None


def _asked(rest: str) -> tuple[str, ...]:
    """Return who is asked: the organisation right behind the verb."""
    named = re.match(
        rf"(?:aan\s+)?(?:(?:de|het)\s+)?(?:{organisation_pattern()}|college)"
        rf"(?:{BETWEEN}(?:{organisation_pattern()}))*\b",
        rest,
    )
    return owners_in(named.group().removeprefix("aan ")) if named else ()


def council_request(sentence: str) -> tuple[str, ...] | None:
    """Return who is asked to do something in a speech, () where nobody is named, or None."""
    match = _COUNCIL_ASKS.search(sentence)
    if match is None:
        return None
    return ("college",) if "het college" in match.group() else ()


# --- positions -----------------------------------------------------------------------------

_SAYS = re.compile(
    r"(?:\([^)]*\)\s+)?(?:(?:nu|daar|daarmee|wel|ook|tegelijk|in)\s+)?(?:meldt|melden|stelt|stellen"
    r"|vindt|vinden|noemt|noemen"
    r"|wijst|wijzen|vraagt|vragen|ziet|zien|wil|willen|waarschuwt|waarschuwen|benadrukt|benadrukken"
    r"|geeft\s+(?:aan|een\s+feitelijk)|geven\s+aan|geeft\b.*\btoelichting\s+op|merkt|merken|onderschrijft"
    r"|onderschrijven|steunt|steunen|deelt|delen|verwacht|verwachten|pleit|pleiten|bepleit|bepleiten"
    r"|bevestigt|bevestigen|constateert|constateren|signaleert|signaleren|acht|achten|herkent"
    r"|herkennen|erkent|erkennen|mist|missen|vreest|vrezen|kiest|kiezen|hecht|hechten|adviseert"
    r"|adviseren|oppert|opperen|suggereert|suggereren|antwoordt|antwoorden|betreurt|betreuren"
    r"|waardeert|waarderen|begrijpt|begrijpen|concludeert|concluderen|beschrijft|beschrijven"
    r"|spreekt|spreken|voelt|voelen|denkt|denken|gelooft|geloven|meent|menen|schat|schatten"
    r"|rekent|rekenen|sluit\s+zich|sluiten\s+zich|telt|tellen|complimenteert|complimenteren"
    r"|herinnert|herinneren|houdt\s+vol|blijft|blijven|beaamt|beamen|verklaart|verklaren"
    r"|brengt|brengen|voegt|voegen|trekt\s+de\s+conclusie|bezweert|stemt\s+met|reageert|reageren"
    r"|rapporteert\s+dat|kondigt|kondigen|accepteert|maakt\s+een\s+voorbehoud|maken\s+een\s+voorbehoud"
    r"|heeft\s+(?:\w+\s+){0,5}?(?:behoefte|voorkeur|begrip|zorgen|bezwaar|bezwaren|moeite|gemeld"
    r"|aangegeven|laten\s+weten|berekend)|hebben\s+(?:\w+\s+){0,5}?(?:behoefte|voorkeur|begrip"
    r"|zorgen|bezwaar|bezwaren|gemeld|aangegeven|laten\s+weten)|kan|kunnen|laat\s+weten|laten\s+weten"
    r"|haalt|leest\s+voor|doet\s+dat|doen\s+dat|legt\s+uit|acht|staat|staan|mag|komt\s+nu|zegt|zeggen"
    r"|schrijft\s+dat|vertelt\s+(?:\w+\s+){0,3}?(?:dat|hoe)|vertellen\s+dat|licht\b.*\btoe\s*(?:dat\b|:)"
    r"|lichten\b.*\btoe\s*(?:dat\b|:)|schetst\s+(?:\w+\s+){0,3}?(?:dat|hoe|waarom|drie|een)|toont"
    r"|gaat\s+ervan\s+uit|kijkt\s+uit|neemt\s+aan|laat\s+zien|draagt\s+aan|denkt|dringt|vasthoudt"
    r"|(?:is|zijn|was)\s+(?:\w+\s+){0,4}?(?:tegen|voor(?=\s+en|\s*[.,]|stander)|voorstander|positief"
    r"|bereid|tevreden|bezorgd|terughoudend|verdeeld|blij|opgelucht|enthousiast|teleurgesteld"
    r"|kritisch|unaniem|verheugd|bang|het\b.*\beens|van\s+mening|van\s+oordeel|op\s+tegen))\b",
    re.IGNORECASE,
)
_STRICT = re.compile(
    r"(?:wil|willen|vindt|vinden|pleit|pleiten|stelt\s+(?:voor|dat)|ziet|waarschuwt|denkt|noemt"
    r"|begrijpt|weet|gaat\s+ervan\s+uit|verwacht|benadrukt|meldt|kunnen\s+leven|vraagt|deelt|wenst"
    r"|hecht|kan|zien)\b",
    re.IGNORECASE,
)


def says_something(speaker: Speaker) -> bool:
    """Whether what follows the name of a speaker says what they say, think or want."""
    rest = plain(speaker.rest)
    if speaker.from_pronoun:
        return _STRICT.match(rest) is not None
    return rest.startswith(":") or _SAYS.match(rest) is not None


_TAKES_SIDES = re.compile(
    r"\b(?:voor|tegen)stander\b|\b(?:wij|we|ik|fractie)\s+steun(?:en|t)?\b|\bsteunen\s+(?:wij|we)\b"
    r"|\bstem(?:t|men)?\s+(?:(?:wij|we|ik|dus|ook|dan|daarom)\s+){0,2}(?:voor|tegen)\b"
    r"|\bzullen\s+(?:wij|we)\b[^.?]{0,40}\b(?:voor|tegen)\s?stemmen\b"
    r"|\b(?:kan|kunnen)\b[^.?]{0,50}\b(?:instemmen|goed\s+volgen|niet\s+steunen)\b"
    r"|\b(?:wij|we|ik)\s+(?:vinden|vind)\b|\bvinden\s+(?:wij|we)\b|\bvind\s+ik\b"
    r"|\bstaa(?:n|t)\b[^.?]{0,20}\b(?:positief|achter)\b|\bonwenselijk\b"
    r"|\baan\s+(?:de|uw)\s+raad\s+laten\b|\boordeel\s+(?:aan\s+de\s+)?raad\b|\bontra(?:den|ad|ads)\b"
    r"|\b(?:wij|we|ik|fractie|D66|VVD|CDA|SP|PvdA|GroenLinks)\s+(?:zijn|ben|is)\b[^.?]{0,40}"
    r"\b(?:voor|tegen|blij|trots|enthousiast|kritisch|teleurgesteld|positief)\b"
    r"|\bverheug(?:t|de)\s+ons\b|\bheel\s+slecht\s+plan\b",
    re.IGNORECASE,
)


def takes_sides(sentence: str) -> bool:
    """Whether a sentence of a speech says what its speaker is for or against."""
    return _TAKES_SIDES.search(sentence) is not None and not sentence.rstrip().endswith("?")
