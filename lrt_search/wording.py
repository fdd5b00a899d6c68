"""How a reader is spoken to: language, plurals, dates, numbers, and what a hit or a file is called.

Used by the pages and by the command line, so that both say the same.
"""

from collections import Counter
from collections.abc import Iterator, Sequence
from contextlib import suppress
from dataclasses import dataclass
from datetime import date, datetime
from typing import TYPE_CHECKING

from lrt_search import errors
from lrt_search import language as languages
from lrt_search.coverage import Gap, NamedMeeting, Naming, Series
from lrt_search.domain import (
    REDACTION_MARK,
    SENSITIVE_MASK,
    Citation,
    Document,
    Expansion,
    ExpansionKind,
    Filters,
    Hit,
    Layout,
    Meeting,
    MeetingDoubt,
    Outcome,
    PageReading,
    Passage,
    ReadingMethod,
    Readings,
    Reason,
    Redaction,
    Searched,
    SensitiveCount,
    SensitiveKind,
    SkippedSource,
    Withheld,
)
from lrt_search.grounds import GROUNDS
from lrt_search.language import N_
from lrt_search.quotations import Between, DifferenceKind, Match, Step, Verdict
from lrt_search.versions import ChangeKind, Difference, Side

if TYPE_CHECKING:
    from lrt_search.verification import Check

MONTHS = (
    N_("January"),
    N_("February"),
    N_("March"),
    N_("April"),
    N_("May"),
    N_("June"),
    N_("July"),
    N_("August"),
    N_("September"),
    N_("October"),
    N_("November"),
    N_("December"),
)


@dataclass(frozen=True, slots=True)
class Wording:
    """Texts, dates and numbers in one language.

    Attributes:
        language: One of ``lrt_search.language.LANGUAGES``.
    """

    language: str

    def translate(self, text: str) -> str:
        """Return ``text``, written in English in the code, in this language."""
        return languages.translations(self.language).gettext(text)

    def ngettext(self, singular: str, plural: str, count: int) -> str:
        """Return the form for ``count`` with the number filled in for ``{count}``."""
        form = languages.translations(self.language).ngettext(singular, plural, count)
        return form.format(count=self.number(count))

    def number(self, count: int) -> str:
        """Group thousands: 7.127 in Dutch, 7,127 in English."""
        grouped = f"{count:,}"
        return grouped.replace(",", ".") if self.language == "nl" else grouped

    def day(self, day: date) -> str:
        """Write a date out: "8 december 2023"."""
        return f"{day.day} {self.translate(MONTHS[day.month - 1])} {day.year}"

    def moment(self, utc: str) -> str:
        """Write out a moment such as "2026-11-23T12:00:00Z": "23 november 2026, 12:00 UTC"."""
        moment = datetime.fromisoformat(utc)
        return f"{self.day(moment.date())}, {moment:%H:%M} UTC"


def place(citation: Citation, wording: Wording) -> str:
    """Say where in the document a citation stands: "p. 3", or "regel 85" where it has no pages."""
    if citation.line_number is not None:
        return wording.translate(N_("line {number}")).format(number=citation.line_number)
    if citation.page_label is not None:
        text = wording.translate(N_("p. {label} (page {number} of the file)"))
        return text.format(label=citation.page_label, number=citation.page_number)
    return wording.translate(N_("p. {label}")).format(label=citation.page_number)


def part_in_words(document: Document, wording: Wording) -> str | None:
    """Say which part of its file a document is: "deel 3 van 5, bladzijden 37 tot en met 44".

    Returns:
        None for one that is the whole file.
    """
    part, pages = document.part, document.page_numbers
    if part is None:
        return None
    text = N_("part {position} of {count}, pages {first} to {last} of the file")
    if len(pages) == 1:
        text = N_("part {position} of {count}, page {first} of the file")
    return wording.translate(text).format(
        position=part.position, count=part.count, first=pages[0], last=pages[-1]
    )


def ocr_in_words(reading: PageReading, wording: Wording) -> str | None:
    """Say of a page that was read as a picture: "gelezen met OCR (betrouwbaarheid 93)".

    Returns:
        None for any other page.
    """
    if reading.method is not ReadingMethod.OCR:
        return None
    text = N_("read with OCR (confidence {confidence})")
    return wording.translate(text).format(confidence=reading.confidence)


def reason_in_words(reason: Reason, wording: Wording) -> str:
    """Say why a passage was found."""
    distinct: dict[str, str] = {}
    for word in reason.words:
        distinct.setdefault(word.casefold(), word)
    if not distinct and reason.meaning_rank is None:
        if reason.word_rank is None:
            return wording.translate(N_("Found by the fields of your question"))
        return wording.translate(N_("Found on words of the heading above it"))
    if not distinct:
        text = N_("Found by meaning (rank {rank}), without matching words")
    elif reason.meaning_rank is None:
        text = N_("Found on the words: {words}")
    else:
        text = N_("Found on the words: {words} · also by meaning (rank {rank})")
    return wording.translate(text).format(
        words=", ".join(distinct.values()), rank=reason.meaning_rank
    )


WEAK = N_("The words or the meaning of these passages match only in part; check what they say.")

_EXPANSION_KINDS = {
    ExpansionKind.ABBREVIATION: N_("abbreviation or full name"),
    ExpansionKind.SYNONYM: N_("synonym"),
    ExpansionKind.TRANSLATION: N_("Dutch for"),
    ExpansionKind.SPELLING: N_("spelling"),
    ExpansionKind.COMPOUND: N_("in one word"),
    ExpansionKind.RELATED: N_("related word"),
}


def expansion_kind(expansion: Expansion, wording: Wording) -> str:
    """Say why other words were looked for beside a word of the question."""
    return wording.translate(_EXPANSION_KINDS[expansion.kind])


def period(searched: Searched, wording: Wording) -> str | None:
    """Say which meetings the archive covers; None where no date is known."""
    first, last = searched.first_date, searched.last_date
    if first is None or last is None:
        return None
    if first == last:
        return wording.translate(N_("Meeting of {day}.")).format(day=wording.day(first))
    text = wording.translate(N_("Meetings from {first} to {last}."))
    return text.format(first=wording.day(first), last=wording.day(last))


def holdings(searched: Searched, wording: Wording) -> str:
    """Say how much the archive holds."""
    text = wording.translate(N_("The archive holds {documents}: {pages}, in {passages}."))
    return text.format(**_counts(searched, wording))


def looked_through(searched: Searched, wording: Wording) -> str:
    """Say how much a search that found nothing has looked through."""
    text = wording.translate(N_("Searched: {documents}, {pages}, {passages}."))
    return text.format(**_counts(searched, wording))


def not_looked_through(searched: Searched, wording: Wording) -> list[str]:
    """Say what a search cannot have found: files and pages without text, and doubtful text."""
    said = []
    if searched.skipped:
        said.append(
            wording.ngettext(
                "{count} file could not be read and is not searched.",
                "{count} files could not be read and are not searched.",
                searched.skipped,
            )
        )
    if searched.unread_pages:
        said.append(
            wording.ngettext(
                "{count} page could not be read and is not searched.",
                "{count} pages could not be read and are not searched.",
                searched.unread_pages,
            )
        )
    if searched.ocr_pages:
        said.append(
            wording.ngettext(
                "{count} page was read by text recognition (OCR), which makes mistakes.",
                "{count} pages were read by text recognition (OCR), which makes mistakes.",
                searched.ocr_pages,
            )
        )
    return said


def _counts(searched: Searched, wording: Wording) -> dict[str, str]:
    return {
        "documents": wording.ngettext("{count} document", "{count} documents", searched.documents),
        "pages": wording.ngettext("{count} page", "{count} pages", searched.pages),
        "passages": wording.ngettext("{count} passage", "{count} passages", searched.passages),
    }


def numbers_in_words(numbers: Sequence[int]) -> str:
    """Write numbers, in order, as ranges: "3, 7-9"."""
    ranges: list[list[int]] = []
    for number in numbers:
        if ranges and number == ranges[-1][-1] + 1:
            ranges[-1][1:] = [number]
        else:
            ranges.append([number])
    return ", ".join("-".join(map(str, ends)) for ends in ranges)


def readings_in_words(readings: Readings, wording: Wording) -> str:
    """Say how pages were read: "12 pagina's uit de tekstlaag, 1 onleesbaar (pagina 7)"."""
    return ", ".join(
        reading_in_words(method, readings, wording)
        for method in ReadingMethod
        if readings.count(method)
    )


def reading_in_words(method: ReadingMethod, readings: Readings, wording: Wording) -> str:
    """Say how many pages were read in one way, and which: "1 onleesbaar (pagina 7)"."""
    count = readings.count(method)
    match method:
        case ReadingMethod.TEXT_LAYER:
            said = wording.ngettext(
                "{count} page from the text layer", "{count} pages from the text layer", count
            )
        case ReadingMethod.OCR:
            said = wording.ngettext("{count} page by OCR", "{count} pages by OCR", count)
        case ReadingMethod.UNREADABLE:
            said = wording.ngettext("{count} page unreadable", "{count} pages unreadable", count)
        case ReadingMethod.BLANK:
            said = wording.ngettext("{count} blank page", "{count} blank pages", count)
        case ReadingMethod.REDACTED:
            said = wording.ngettext(
                "{count} page redacted whole", "{count} pages redacted whole", count
            )
    more = []
    numbers = readings.numbers.get(method, ())
    if numbers:
        text = wording.translate(N_("p. {label}"))
        more.append(text.format(label=numbers_in_words(numbers)))
    if method is ReadingMethod.OCR and readings.mean_confidence is not None:
        more.append(confidence_in_words(readings, wording))
    return f"{said} ({'; '.join(more)})" if more else said


def unread_in_words(readings: Readings, wording: Wording) -> str:
    """Say which pages have nothing to search: "1 onleesbaar (p. 7), 2 lege pagina's (p. 3, 8)"."""
    silent = (ReadingMethod.UNREADABLE, ReadingMethod.BLANK, ReadingMethod.REDACTED)
    return ", ".join(
        reading_in_words(method, readings, wording) for method in silent if readings.count(method)
    )


def methods_in_words(wording: Wording) -> list[tuple[ReadingMethod, str]]:
    """Return the ways of reading a page, each with its name and what it means for a search."""
    names = {
        ReadingMethod.TEXT_LAYER: N_("from the text in the file"),
        ReadingMethod.OCR: N_("by text recognition (OCR), which makes mistakes"),
        ReadingMethod.UNREADABLE: N_("unreadable, so not searched"),
        ReadingMethod.BLANK: N_("blank"),
        ReadingMethod.REDACTED: N_("redacted whole"),
    }
    return [(method, wording.translate(name)) for method, name in names.items()]


def months_in_words(months: Sequence[tuple[int, int, int]], wording: Wording) -> str:
    """Write months as in ``Coverage.months`` out: "maart, juni (2), september"."""
    return ", ".join(
        wording.translate(MONTHS[month - 1]) + (f" ({count})" if count > 1 else "")
        for _, month, count in months
    )


def confidence_in_words(readings: Readings, wording: Wording) -> str:
    """Say how sure OCR was of the pages it read: "betrouwbaarheid 91, laagste 78"."""
    text = N_("confidence {mean}, lowest {lowest}")
    if len(readings.confidences) == 1:
        text = N_("confidence {mean}")
    return wording.translate(text).format(
        mean=readings.mean_confidence, lowest=readings.lowest_confidence
    )


def silent_page_in_words(method: ReadingMethod, wording: Wording) -> str | None:
    """Say why nothing of a page is shown; None for a page that was read."""
    match method:
        case ReadingMethod.UNREADABLE:
            text = N_(
                "Something stands on this page that could not be read. It is not searched: "
                "look at the page in the released file."
            )
        case ReadingMethod.BLANK:
            text = N_("This page is blank.")
        case ReadingMethod.REDACTED:
            text = N_("This page is redacted whole: there is nothing on it to search.")
        case _:
            return None
    return wording.translate(text)


_DOUBTS = {
    MeetingDoubt.IMPOSSIBLE_DATE: N_("The date as printed is no day of the calendar."),
    MeetingDoubt.OTHER_DATE: N_("The title names another day than the head of the minutes."),
    MeetingDoubt.OTHER_WEEKDAY: N_("The date as printed is another day of the week."),
    MeetingDoubt.IMPOSSIBLE_TIME: N_("The time as printed is no time of the day."),
    MeetingDoubt.PAST_MIDNIGHT: N_(
        "The meeting ends at an earlier hour than it begins: it may have gone on past midnight."
    ),
    MeetingDoubt.NO_ATTENDEES: N_("Nobody was found who was present."),
    MeetingDoubt.NUMBERING: N_("Numbers of agenda items come back or run down."),
}


def doubts_in_words(meeting: Meeting, wording: Wording) -> list[str]:
    """Say what is not right in what minutes print of their meeting."""
    return [wording.translate(_DOUBTS[doubt]) for doubt in meeting.doubts]


def layout_in_words(document: Document, wording: Wording) -> str | None:
    """Say that no known way of writing minutes was recognised; None where one was."""
    if document.layout is not Layout.PLAIN:
        return None
    return wording.translate(
        N_(
            "No known layout of minutes was recognised: the document was cut by its headings and "
            "paragraphs. All of it is searched; what it decides may be missing from the registers."
        )
    )


def series_in_words(series: Series, wording: Wording) -> str:
    """Say how often a body met, and that too few meetings say nothing about gaps."""
    count = wording.ngettext("{count} meeting", "{count} meetings", len(series.meetings))
    if series.usual_days is None:
        text = N_("{meetings}: too few to say whether minutes are missing between them.")
        return wording.translate(text).format(meetings=count)
    days = wording.ngettext("{count} day", "{count} days", series.usual_days)
    text = N_("{meetings}, usually {days} apart (recesses left out).")
    return wording.translate(text).format(meetings=count, days=days)


def gap_in_words(gap: Gap, wording: Wording) -> str:
    """Say where minutes may be missing between two meetings."""
    text = N_(
        "Between {after} and {before} ({days}, recesses left out) minutes may be missing here."
    )
    days = wording.ngettext("{count} day", "{count} days", gap.days)
    after, before = wording.day(gap.after), wording.day(gap.before)
    return wording.translate(text).format(after=after, before=before, days=days)


def missing_numbers_in_words(series: Series, wording: Wording) -> str | None:
    """Say which numbers the titles of a series skip; None where there are none."""
    if not series.missing_numbers:
        return None
    ranges = ", ".join(
        str(first) if first == last else f"{first}-{last}" for first, last in series.missing_numbers
    )
    text = N_("The titles skip these numbers, so minutes may be missing here: {numbers}.")
    return wording.translate(text).format(numbers=ranges)


def named_in_words(named: NamedMeeting, wording: Wording) -> str:
    """Say that minutes name a meeting of which the archive holds none."""
    if named.naming is Naming.ADOPTED:
        text = N_("{day}: its minutes are discussed or adopted, and are not in the archive")
    else:
        text = N_("{day}: announced as a next meeting; its minutes are not in the archive")
    return wording.translate(text).format(day=wording.day(named.day))


def signs_in_words(signs: int, wording: Wording) -> str:
    """Say how many signs there are that minutes are missing."""
    return wording.ngettext(
        "There is {count} sign that minutes may be missing from this archive.",
        "There are {count} signs that minutes may be missing from this archive.",
        signs,
    )


def undated_in_words(outcome: Outcome, wording: Wording) -> str | None:
    """Say how many documents a date leaves out for having none; None where there are none."""
    if not outcome.undated:
        return None
    return wording.ngettext(
        "{count} document has no known date and is left out.",
        "{count} documents have no known date and are left out.",
        outcome.undated,
    )


def redaction_in_words(redaction: Redaction | None, wording: Wording) -> str:
    """Say what a redaction is, for who does not see its box: "gelakt, artikel 5.1, ...".

    Args:
        redaction: None where nothing is known but that something was redacted.
        wording: In which language; the law is quoted in Dutch.
    """
    redacted = wording.translate(N_("redacted"))
    reasons = [ground_in_words(code) for code in (redaction.grounds if redaction else ())]
    return ", ".join([redacted, *reasons])


def ground_in_words(code: str) -> str:
    """Write a ground out, in Dutch as the law does; an unknown one as it is printed."""
    ground = GROUNDS.get(code)
    return f"{ground.article} ({ground.label})" if ground else code


def quoted(passage: Passage, wording: Wording, *, masked: bool) -> str:
    """Return the words of a passage with its redactions as words: "[gelakt: 5.1.2e]".

    Args:
        passage: What is quoted.
        wording: In which language redactions are told.
        masked: Whether the archive masks what looks sensitive.
    """
    return words_with_redactions(passage.quotation, passage.redactions, wording, masked=masked)


def side_in_words(side: Side, wording: Wording, *, masked: bool) -> str:
    """Return what stands in one of two documents, with its redactions as ``quoted`` has them."""
    return words_with_redactions(side.quotation, side.redactions, wording, masked=masked)


def words_with_redactions(
    words: str, redactions: Sequence[Redaction], wording: Wording, *, masked: bool
) -> str:
    """Return a text with its redactions as ``quoted`` has them.

    Args:
        words: With a mark for each redaction.
        redactions: What the marks stand for, in order.
        wording: In which language redactions are told.
        masked: Whether the archive masks what looks sensitive.
    """
    first, *rest = (masks_in_words(words, wording) if masked else words).split(REDACTION_MARK)
    redacted = wording.translate(N_("redacted"))
    parts = [first]
    for redaction, text in zip(redactions, rest, strict=True):
        grounds = ", ".join(redaction.grounds)
        parts += [f"[{redacted}: {grounds}]" if grounds else f"[{redacted}]", text]
    return "".join(parts)


def verdict_in_words(check: "Check", wording: Wording) -> str:
    """Say in one sentence what came of checking a quotation."""
    if check.verdict is Verdict.NOT_FOUND:
        return wording.translate(N_("Not found: no place in the archive has nearly these words."))
    if check.verdict is Verdict.VERBATIM:
        return wording.ngettext(
            "Verbatim: this stands in the archive, in {count} place.",
            "Verbatim: this stands in the archive, in {count} places.",
            check.total,
        )
    return wording.ngettext(
        "Nearly: this does not stand in the archive so. {count} place comes near.",
        "Nearly: this does not stand in the archive so. {count} places come near.",
        check.total,
    )


def kinds_in_words(kinds: Sequence[DifferenceKind], wording: Wording) -> str:
    """Name what a change does to a quotation: "getal of datum, naam"."""
    names = {
        DifferenceKind.NUMBER: N_("number or date"),
        DifferenceKind.NEGATION: N_("negation"),
        DifferenceKind.NAME: N_("name"),
        DifferenceKind.REDACTION: N_("redaction"),
        DifferenceKind.WORDS: N_("other words"),
        DifferenceKind.SPELLING: N_("spelling"),
        DifferenceKind.CASE: N_("capitals"),
        DifferenceKind.PUNCTUATION: N_("punctuation"),
    }
    return ", ".join(wording.translate(names[kind]) for kind in kinds)


def step_in_words(step: Step, wording: Wording) -> str:
    """Say what differs in one place of a quotation."""
    text = N_("{kinds}: the quotation has “{quoted}”, the archive “{source}”.")
    if not step.source:
        text = N_("{kinds}: “{quoted}” does not stand in the archive there.")
    elif not step.quoted:
        text = N_("{kinds}: the quotation leaves out “{source}”, without a sign.")
    kinds = kinds_in_words(step.kinds, wording)
    quoted, source = (_marked(words, wording) for words in (step.quoted, step.source))
    told = wording.translate(text).format(kinds=kinds, quoted=quoted, source=source)
    return told[:1].upper() + told[1:]


def match_in_words(match: Match, wording: Wording) -> list[str]:
    """Say what a reader has to know of a place where a quotation stands, beside its words."""
    translate = wording.translate
    said = []
    for passed in match.passed:
        source = _shortened(_marked(passed.source, wording))
        if passed.gap.kind is Between.INSERTION:
            text = N_("At [{inserted}] the archive has “{source}”.")
            if not source:
                text = N_("[{inserted}] was put in; the archive has nothing there.")
            told = translate(text).format(inserted=passed.gap.inserted, source=source)
        else:
            if not source:
                continue
            told = translate(N_("Left out: “{source}”.")).format(source=source)
        if passed.kinds:
            told += " " + translate(N_("Note: {kinds}.")).format(
                kinds=kinds_in_words(passed.kinds, wording)
            )
        said.append(told)
    if match.redactions:
        said.append(
            wording.ngettext(
                "The quotation does not show {count} redaction that stands in it.",
                "The quotation does not show {count} redactions that stand in it.",
                match.redactions,
            )
        )
    if match.outside:
        text = translate(N_("Note: in the same sentence, outside the quotation, stands: {words}."))
        said.append(text.format(words=", ".join(dict.fromkeys(match.outside))))
    return said


_MOST_SHOWN = 240  # characters of what a quotation leaves out


def _shortened(words: str) -> str:
    """Keep the begin and the end of a long text."""
    if len(words) <= _MOST_SHOWN:
        return words
    half = _MOST_SHOWN // 2
    return f"{words[:half].rsplit(' ', 1)[0]} (…) {words[-half:].split(' ', 1)[-1]}"


def _marked(words: str, wording: Wording) -> str:
    return words.replace(REDACTION_MARK, f"[{wording.translate(N_('redacted'))}]")


def changed_in_words(kind: ChangeKind, wording: Wording) -> str:
    """Say what happened to a stretch of text between two versions."""
    texts = {
        ChangeKind.VISIBLE: N_("Became visible"),
        ChangeKind.HIDDEN: N_("Became hidden"),
        ChangeKind.GROUNDS: N_("Redacted on another ground"),
        ChangeKind.CHANGED: N_("Changed"),
    }
    return wording.translate(texts[kind])


def changes_in_words(found: Difference, wording: Wording) -> str:
    """Say how much differs between two versions: "1 plaats werd zichtbaar, ..."."""
    said = [
        wording.ngettext(
            "{count} place became visible",
            "{count} places became visible",
            found.count(ChangeKind.VISIBLE),
        ),
        wording.ngettext(
            "{count} place became hidden",
            "{count} places became hidden",
            found.count(ChangeKind.HIDDEN),
        ),
        wording.ngettext(
            "{count} other change",
            "{count} other changes",
            found.count(ChangeKind.CHANGED) + found.count(ChangeKind.GROUNDS),
        ),
    ]
    text = wording.translate(
        N_("{changes}. The other has {shared} of the words of the shorter one too.")
    )
    return text.format(changes=", ".join(said), shared=f"{found.shared}%")


def hardly_alike_in_words(found: Difference, wording: Wording) -> str:
    """Say that two documents cannot be compared."""
    text = N_("These documents have nothing in common.")
    if found.shared:
        text = N_(
            "These documents have hardly anything in common ({shared} of the words): they are no "
            "versions of each other."
        )
    return wording.translate(text).format(shared=f"{found.shared}%")


def pages_in_words(found: Difference, wording: Wording) -> list[str]:
    """Say which pages were added, removed or moved between two versions, one text each."""
    said = []
    for pair in found.pages:
        if pair.after is None:
            text = N_("Page {before} was removed.")
        elif pair.before is None:
            text = N_("Page {after} was added.")
        elif pair.moved:
            text = N_("Page {before} was moved and is now page {after}.")
        else:
            continue
        said.append(wording.translate(text).format(before=pair.before, after=pair.after))
    return said


def withheld_in_words(hit: Hit, wording: Wording) -> str | None:
    """Say how much was redacted around a hit; None where nothing was."""
    withheld = hit.withheld
    if not withheld.redactions:
        return None
    if hit.citation.agenda_item:
        text = N_("{share} of this agenda item is redacted")
    else:
        text = N_("{share} of this page is redacted")
    said = wording.translate(text).format(share=f"{withheld.percent}%")
    return f"{said} ({', '.join(withheld.grounds)})" if withheld.grounds else said


def share_in_words(withheld: Withheld, wording: Wording) -> str | None:
    """Say how much was redacted, in a few words: "60% gelakt"; None where nothing was."""
    if not withheld.redactions or withheld.percent is None:
        return None
    return wording.translate(N_("{share} redacted")).format(share=f"{withheld.percent}%")


def extent_in_words(withheld: Withheld, wording: Wording) -> str:
    """Say how much was redacted, how often and why: "12%, in 24 weglakkingen (5.1.2e)"."""
    count = wording.ngettext("{count} redaction", "{count} redactions", withheld.redactions)
    text = wording.translate(N_("{share}, in {redactions}"))
    said = text.format(share=f"{withheld.percent}%", redactions=count)
    if withheld.percent is None:
        said = count
    return f"{said} ({', '.join(withheld.grounds)})" if withheld.grounds else said


def range_in_words(least: int, most: int, wording: Wording) -> str:
    """Say which share of an agenda item a filter asks for: "25 tot 49% gelakt"."""
    if most == 0:
        return wording.translate(N_("nothing redacted"))
    if most == 100:
        return wording.translate(N_("{least} or more redacted")).format(least=f"{least}%")
    if least <= 1:
        return wording.translate(N_("up to {most} redacted")).format(most=f"{most}%")
    return wording.translate(N_("{least} to {most} redacted")).format(
        least=f"{least}%", most=f"{most}%"
    )


def filters_in_words(filters: Filters, wording: Wording) -> list[str]:
    """Say which filters are in use, one text each."""
    said = []
    if filters.ground is not None:
        said.append(wording.translate(N_("ground {ground}")).format(ground=filters.ground))
    if filters.least_withheld is not None or filters.most_withheld is not None:
        least = filters.least_withheld or 0
        most = 100 if filters.most_withheld is None else filters.most_withheld
        said.append(range_in_words(least, most, wording))
    return said


def quarantined(skipped: Sequence[SkippedSource]) -> int:
    """Count the files that wait in quarantine."""
    kinds = {errors.HiddenTextError.__name__, errors.UnjudgedDocumentError.__name__}
    return sum(one.reason in kinds for one in skipped)


def quarantine_in_words(skipped: Sequence[SkippedSource], wording: Wording) -> str | None:
    """Say how many files are in quarantine; None where there are none."""
    count = quarantined(skipped)
    if not count:
        return None
    return wording.ngettext(
        "{count} of these files waits in quarantine for somebody to decide.",
        "{count} of these files wait in quarantine for somebody to decide.",
        count,
    )


def skipped_in_words(skipped: SkippedSource, wording: Wording) -> str:
    """Say why a file is not searchable, and the cure."""
    error = _error_of(skipped)
    if error is not None:
        return error.explain(wording.translate)
    text = wording.translate(N_("{name} could not be read ({reason}). Run ingest again."))
    return text.format(name=skipped.source_name, reason=skipped.reason)


def _error_of(skipped: SkippedSource) -> errors.LrtError | None:
    kind = getattr(errors, skipped.reason, None)
    if isinstance(kind, type) and issubclass(kind, errors.LrtError):
        # An index of an earlier version may lack a value that the sentence has now.
        with suppress(KeyError):
            return kind(**dict(skipped.fields))
    return None


@dataclass(frozen=True, slots=True)
class SkippedGroup:
    """Files that are not searchable for one reason.

    Attributes:
        reason: Name of the error class.
        cure: What to do about all of them, said once; None where each file says it itself.
        files: A sentence for each, in the order given.
    """

    reason: str
    cure: str | None
    files: tuple[str, ...]


def skipped_groups(skipped: Sequence[SkippedSource], wording: Wording) -> list[SkippedGroup]:
    """Put files that are not searchable together by their reason, the most frequent first."""
    by_reason: dict[str, list[SkippedSource]] = {}
    for one in skipped:
        by_reason.setdefault(one.reason, []).append(one)
    groups = [_group(reason, files, wording) for reason, files in by_reason.items()]
    return sorted(groups, key=lambda group: -len(group.files))


def _group(reason: str, skipped: Sequence[SkippedSource], wording: Wording) -> SkippedGroup:
    whole = tuple(skipped_in_words(one, wording) for one in skipped)
    known = [error for one in skipped if (error := _error_of(one))]
    if len(skipped) == 1 or len(known) < len(skipped):
        return SkippedGroup(reason, None, whole)
    parts = [error.cause_and_cure(wording.translate) for error in known]
    causes = tuple(cause for cause, _ in parts)
    cure = parts[0][1]
    if "{document_id}" in cure:  # Of each file another one, which it then has to tell.
        cure = cure.replace("{document_id}", wording.translate(N_("ID")))
        causes = tuple(
            f"{cause} (ID {error.fields['document_id']})"
            for cause, error in zip(causes, known, strict=True)
        )
    if not cure:
        return SkippedGroup(reason, None, whole)
    return SkippedGroup(reason, cure, causes)


def skipped_lines(
    skipped: Sequence[SkippedSource], wording: Wording, most: int | None = None
) -> Iterator[str]:
    """List files that are not searchable: each of them, and the cure once for each reason.

    Args:
        skipped: The files.
        wording: In which language.
        most: Show so many for each reason and tell how many are left out; None shows all.
    """
    for group in skipped_groups(skipped, wording):
        mark = "  - "
        if group.cure is not None:
            count = wording.ngettext("{count} file.", "{count} files.", len(group.files))
            yield f"  - {count} {group.cure}"
            mark = "      "
        yield from (f"{mark}{sentence}" for sentence in group.files[:most])
        if most is not None and len(group.files) > most:
            yield f"    {left_out(len(group.files) - most, wording)}"


def left_out(count: int, wording: Wording) -> str:
    """Say how many entries of a list are not shown, and how to see them."""
    text = N_("... and {count} more; all of them with: lrt-search status --all")
    return wording.translate(text).format(count=wording.number(count))


def judged_in_words(counts: Sequence[SensitiveCount], masked: bool, wording: Wording) -> str:
    """Say what a person should judge and where: "1 e-mailadres om te beoordelen (p. 2)"."""
    text = N_("{found} to be judged ({where})")
    if masked:
        text = N_("{found} masked ({where})")
    totals: Counter[SensitiveKind] = Counter()
    for one in counts:
        totals[one.kind] += one.count
    told = [_sensitive(kind, totals[kind], wording) for kind in SensitiveKind if totals[kind]]
    pages = ", ".join(str(number) for number in sorted({one.page_number for one in counts}))
    where = wording.translate(N_("p. {label}")).format(label=pages)
    return wording.translate(text).format(found=", ".join(told), where=where)


def _sensitive(kind: SensitiveKind, count: int, wording: Wording) -> str:
    match kind:
        case SensitiveKind.BSN:
            return wording.ngettext(
                "{count} citizen service number", "{count} citizen service numbers", count
            )
        case SensitiveKind.EMAIL:
            return wording.ngettext("{count} e-mail address", "{count} e-mail addresses", count)
        case SensitiveKind.PHONE:
            return wording.ngettext("{count} telephone number", "{count} telephone numbers", count)
        case SensitiveKind.IBAN:
            return wording.ngettext("{count} bank account", "{count} bank accounts", count)
        case SensitiveKind.LICENCE_PLATE:
            return wording.ngettext("{count} licence plate", "{count} licence plates", count)


def masks_in_words(text: str, wording: Wording) -> str:
    """Say what the signs stand for in a text of an archive that masks personal data.

    Only for such an archive: a document may have the sign itself, as a box to tick.
    """
    return text.replace(SENSITIVE_MASK, wording.translate(N_("[masked by this archive]")))
