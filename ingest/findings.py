"""What a check of a PDF for hidden text has to say: what was found, where, and how much of it.

No type here has a field for words: text that a reader of the page cannot see ends where it is
found, so it cannot be indexed, logged or shown by mistake.
"""

import unicodedata
from dataclasses import dataclass
from enum import StrEnum


class FindingKind(StrEnum):
    """A way in which a PDF holds more than its pages show."""

    COVERED_TEXT = "covered_text"  # under a box, an image or an annotation
    CUT_OFF_TEXT = "cut_off_text"  # beyond the edge of its own cell, or without a glyph that paints
    SAME_COLOUR_TEXT = "same_colour_text"  # white on white, or as good as that
    INVISIBLE_TEXT = "invisible_text"  # render mode 3, or no colour at all
    TINY_TEXT = "tiny_text"  # too small to be seen
    OFF_PAGE_TEXT = "off_page_text"  # outside the part of the page that is shown
    UNSHOWN_OCR = "unshown_ocr"  # a scan whose text layer was made before it was blackened
    UNREAD_OCR = "unread_ocr"  # a word of a scan's text layer that cannot be read on its page
    COVERED_PICTURE = "covered_picture"  # a scan that still has its words under the boxes
    REDACT_MARK = "redact_mark"  # an area marked for redaction, and never redacted
    ANNOTATION_TEXT = "annotation_text"  # notes, pop-ups, texts that belong to a highlight
    FORM_VALUE = "form_value"  # a value of a form that its page does not show
    HIDDEN_LAYER = "hidden_layer"  # optional content that is switched off
    ATTACHMENT = "attachment"  # another file inside this one
    OUTLINE = "outline"  # a bookmark in other words than the pages have
    EARLIER_REVISION = "earlier_revision"  # the file as it was before its last change
    METADATA = "metadata"  # title, author and so on
    ALTERNATIVE_TEXT = "alternative_text"  # what a screen reader says in place of what is shown
    MAIL_LINK = "mail_link"  # a link or script with an e-mail address or telephone number
    FILE_NAME = "file_name"  # a person, address or number that the pages do not have
    THUMBNAIL = "thumbnail"  # a small picture of the page, perhaps of an older state


@dataclass(frozen=True, slots=True)
class Finding:
    """Something that a PDF holds and its pages do not show.

    Attributes:
        kind: In which way it is hidden.
        page_number: Physical page, from 1; None for the document as a whole.
        count: Letters and digits, or objects where it is not text. Never the words.
        harmless: True where it does not send the document to quarantine: it is told in the
            report only.
    """

    kind: FindingKind
    page_number: int | None
    count: int
    harmless: bool

    def __post_init__(self) -> None:
        if self.count < 1 or (self.page_number is not None and self.page_number < 1):
            raise ValueError(f"not a finding: {self}")


class CannotJudge(Exception):
    """A PDF could not be compared with what it shows, so it must be treated as leaking.

    Its message is the class of what went wrong and never holds text of the document.
    """


def plain(text: str) -> str:
    """Return a text as it is compared: one form for each letter, in small letters.

    A line that joins words counts as a blank, and a hyphen that is not shown as nothing.
    """
    return unicodedata.normalize("NFKC", text).casefold().replace("_", " ").replace("\xad", "")
