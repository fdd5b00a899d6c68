"""The error tree: what a caller can do differently, its exit code and its HTTP status.

    LrtError
    +-- SettingError                 a setting has a value that cannot be used
    +-- PathNotFoundError            a path given on the command line is not there
    +-- NothingToIngestError         no document in the paths given
    +-- SourceDocumentError          one document cannot be read; the job goes on with the others
    |   +-- UnreadableFileError, EmptyFileError, UnsupportedFormatError, WrongFormatError,
    |       DamagedDocumentError, EncryptedDocumentError, NoTextError, ReaderFailedError,
    |       MissingSourceError, HiddenTextError, UnjudgedDocumentError,
    |       RejectedDocumentError, WithdrawnDocumentError, ReaderHungError, TooMuchMemoryError,
    |       TooManyPagesError, TooLargeUnpackedError, ZipLimitError, LinkOutsideError,
    |       ProvenanceFileError, MissingFromBundleError, NoReaderError
    +-- ArchiveError                 the index cannot be served as it stands
    |   +-- NoIndexError, IndexVersionError, ModelMismatchError, DamagedIndexError,
    |       IndexBusyError, IndexNotWritableError, DamagedReviewsError
    +-- QueryError                   a question that cannot be answered as it stands
    |   +-- EmptyQueryError, QueryTooLongError, InvalidParameterError, InvalidQueryError,
    |       EmptyQuotationError, QuotationTooLongError
    +-- NotInArchiveError            no such document in the archive
    +-- UnknownPassageError          no such passage in the archive
    +-- WithdrawnError               the document was in the archive and was withdrawn
    +-- RegisterError                what was asked of a register cannot be done
    |   +-- NotInRegisterError, AmbiguousStatementError
    +-- QuarantineError              what was asked of the quarantine cannot be done
    |   +-- NotInQuarantineError, AmbiguousIdError, NotReleasableError, InArchiveError,
    |       DamagedQuarantineError
    +-- EvaluationError              a judged folder, or a saved run, cannot be used
    |   +-- NotJudgedFolderError, BrokenJudgmentError, DuplicateIdError, EmptyCorpusError,
    |       NoJudgedQueryError, NotForEvaluationError, BrokenRunError, UnwritableRunError
    +-- RecordError                  a search record cannot be used or written
    |   +-- NoRecordError, RecordVersionError, TamperedRecordError, OtherArchiveError,
    |       UnwritableRecordError
    +-- BatchError                   a file of questions cannot be used
    |   +-- UnreadableQuestionsError, NoQuestionColumnError, NoQuestionsError
    +-- ModelError                   the embedding model cannot be loaded
    +-- PortInUseError               the server cannot listen where it was told to

Every message says what happened, to what, and what to do next. It is written in English here
and shown in the reader's language by ``explain``. ``docs/errors.md`` lists every class; a test
keeps that list complete.
"""

from typing import ClassVar

from lrt_search.language import N_, Translate

# What the operating system says most often, named here so that it is translated too.
_SYSTEM_TEXTS = (
    N_("Permission denied"),
    N_("No space left on device"),
    N_("Read-only file system"),
    N_("Not a directory"),
    N_("Address already in use"),
    N_("Cannot assign requested address"),
    N_("Is a directory"),
)

# Fields that the program fills in with words of its own. The others hold names and paths, which
# are never translated: a file may be called "Agenda".
_TOLD = frozenset({"detail", "expected", "found", "kind"})


class LrtError(Exception):
    """Anything this program refuses or cannot do, told in one sentence with its cure.

    Attributes:
        message: The sentence in English, with ``{fields}``.
        exit_code: What the command line ends with.
        http_status: What the web app answers with.
        fields: The values for the sentence. They never hold text of a document or of a question.
    """

    message: ClassVar[str] = N_("Something went wrong: {detail}.")
    exit_code: ClassVar[int] = 1
    http_status: ClassVar[int] = 500

    def __init__(self, **fields: str | int) -> None:
        self.fields = fields
        super().__init__(self.message.format(**fields))

    def explain(self, translate: Translate) -> str:
        """Return the sentence in the language of ``translate``, its details too where known."""
        return self._filled(translate(self.message), translate)

    def cause_and_cure(self, translate: Translate) -> tuple[str, str]:
        """Return ``explain`` in two: what happened, and what to do next; the latter may be empty.

        The cure is the last sentences that hold no value of this one error; ``{document_id}``
        may stand in it, and stays unfilled. Sentences are told apart as they are written here, so
        that a name with a full stop in it stays whole.
        """
        sentences = translate(self.message).split(". ")
        last = len(sentences)
        while last > 1 and "{" not in sentences[last - 1].replace("{document_id}", ""):
            last -= 1
        stop = "." if last < len(sentences) else ""
        cause = self._filled(". ".join(sentences[:last]) + stop, translate)
        return cause, ". ".join(sentences[last:])

    def _filled(self, text: str, translate: Translate) -> str:
        fields = {
            name: translate(value) if name in _TOLD and isinstance(value, str) and value else value
            for name, value in self.fields.items()
        }
        return text.format(**fields)


class SettingError(LrtError):
    """A setting has a value that cannot be used."""

    message = N_("Setting {name} is '{value}', but it must be {expected}. Change it and try again.")
    exit_code = 5


class PathNotFoundError(LrtError):
    """A path given on the command line is not there."""

    message = N_("{path} does not exist. Check the path and run the command again.")
    exit_code = 10


class NothingToIngestError(LrtError):
    """The paths given hold no file at all, or no path was given."""

    message = N_(
        "No document found in {path}. Name a PDF, DOCX, HTML or TXT file, a ZIP, or a folder that "
        "holds some."
    )
    exit_code = 11


class SourceDocumentError(LrtError):
    """One document cannot be read; the job lists it and goes on with the others."""

    exit_code = 60


class UnreadableFileError(SourceDocumentError):
    """The operating system does not let us read the file."""

    message = N_(
        "{name} cannot be opened ({detail}). Give this user the right to read it "
        "and run ingest again."
    )
    exit_code = 61


class EmptyFileError(SourceDocumentError):
    """The file has no bytes, or nothing but blanks."""

    message = N_("{name} is empty. Fetch the document again from its source and run ingest again.")
    exit_code = 62


class UnsupportedFormatError(SourceDocumentError):
    """The file is of a kind the archive does not read."""

    message = N_(
        "{name} is of a kind ({kind}) that the archive does not read. "
        "Save it as PDF, DOCX, HTML or TXT and run ingest again."
    )
    exit_code = 63


class WrongFormatError(SourceDocumentError):
    """The file's name promises one kind and its bytes are another."""

    message = N_(
        "{name} is not a {expected} file: its content looks like {found}. "
        "Fetch the document again, or give it the right extension, and run ingest again."
    )
    exit_code = 64


class DamagedDocumentError(SourceDocumentError):
    """The file is of the right kind but too damaged to read."""

    message = N_(
        "{name} is damaged and cannot be read ({detail}). Fetch it again, "
        "or repair it (qpdf IN OUT), and run ingest again."
    )
    exit_code = 65


class EncryptedDocumentError(SourceDocumentError):
    """The document asks for a password."""

    message = N_(
        "{name} asks for a password that was not given. Put the one of a PDF on a line of its own "
        "in a file and run ingest again with: --password-file FILE. "
        "Save a Word document or a ZIP without one."
    )
    exit_code = 66


class NoTextError(SourceDocumentError):
    """No page of the document shows a text that can be read, as a text or as a picture."""

    message = N_(
        "{name} has no text that can be read. Of its {pages} pages {blank} are blank, {redacted} "
        "redacted as a whole, and {unreadable} cannot be read. Scan it again, sharper or upright, "
        "and run ingest again; a blank or redacted page has nothing to find."
    )
    exit_code = 67


class NoReaderError(NoTextError):
    """The document is a scan, and what reads scans is not installed."""

    message = N_(
        "{name} is a scan, and Tesseract with Dutch, which reads scans, is not installed: of its "
        "{pages} pages {blank} are blank, {redacted} redacted as a whole, and {unreadable} were "
        "not read. Install it (sudo apt-get install tesseract-ocr-nld tesseract-ocr-eng) and run "
        "ingest again."
    )
    exit_code = 78


class ReaderFailedError(SourceDocumentError):
    """The reader broke off on this document, or was ended because it hung."""

    message = N_(
        "{name} could not be read: the reader broke off ({detail}). "
        "Repair the file (qpdf IN OUT), run ingest again, and report it if it stays."
    )
    exit_code = 68


class MissingSourceError(SourceDocumentError):
    """A document of the index has lost the copy that was kept of it."""

    message = N_(
        "The kept copy of {name} is missing or altered in the index. "
        "Ingest the original file again."
    )
    exit_code = 69


class HiddenTextError(SourceDocumentError):
    """The document holds text that its pages do not show: under a black box, for example."""

    message = N_(
        "{name} holds text that its pages do not show ({found}) and was put in quarantine. "
        "Have it redacted anew and run ingest again, or decide about it after: "
        "lrt-search quarantine show {document_id}"
    )
    exit_code = 70


class UnjudgedDocumentError(SourceDocumentError):
    """The document could not be compared with what its pages show."""

    message = N_(
        "{name} could not be checked for hidden text ({detail}) and was put in quarantine. "
        "Repair it (qpdf IN OUT) or print it to a new PDF and run ingest again, or see: "
        "lrt-search quarantine show {document_id}"
    )
    exit_code = 71


class RejectedDocumentError(SourceDocumentError):
    """Somebody decided that the document is not to be taken in."""

    message = N_(
        "{name} was rejected on {day} and is not taken in. "
        "See why with: lrt-search quarantine show {document_id}"
    )
    exit_code = 72


class WithdrawnDocumentError(SourceDocumentError):
    """The document was withdrawn from the archive, so it is not taken in again."""

    message = N_(
        "{name} was withdrawn from this archive on {day} ({reason}) and was therefore not taken "
        "in. Leave it out, or allow it again with: lrt-search reinstate {document_id}"
    )
    exit_code = 73


class ReaderHungError(SourceDocumentError):
    """Nothing got read of the document for too long, so its reader was ended."""

    message = N_(
        "{name} was given up: no page of it got done within {limit} seconds. "
        "Print it to a new PDF, or raise LRT_PAGE_SECONDS, and run ingest again."
    )
    exit_code = 74


class TooMuchMemoryError(SourceDocumentError):
    """Reading the document takes more memory than one document may."""

    message = N_(
        "{name} was given up: reading it takes more than {limit} MiB of memory. "
        "Print it to a new PDF, or raise LRT_READ_MEMORY, and run ingest again."
    )
    exit_code = 75


class TooManyPagesError(SourceDocumentError):
    """The document has more pages than one document may have."""

    message = N_(
        "{name} has {pages} pages, and at most {limit} are read. "
        "Split it, or raise LRT_MAX_PAGES, and run ingest again."
    )
    exit_code = 76


class TooLargeUnpackedError(SourceDocumentError):
    """A compressed part of the document comes to more than it may."""

    message = N_(
        "{name} has a compressed part of more than {limit} MiB, which no page of text needs. "
        "Print it to a new PDF, or raise LRT_MAX_UNPACKED, and run ingest again."
    )
    exit_code = 77


class ZipLimitError(SourceDocumentError):
    """A ZIP comes to more than any bundle of documents: it may be a bomb."""

    message = N_(
        "{name} comes to more than this archive unpacks ({detail}). Look into it with care, "
        "unpack what you need to a folder and run ingest on that."
    )
    exit_code = 86


class LinkOutsideError(SourceDocumentError):
    """A link in a folder that was given leads to something outside of it."""

    message = N_(
        "{name} is a link that leads outside the folder that was given, so it was not followed. "
        "Run ingest on what it leads to, or put a copy in its place."
    )
    exit_code = 87


class ProvenanceFileError(SourceDocumentError):
    """A file that says where documents were published cannot be used."""

    message = N_(
        "{name} is to say where documents were published, and cannot be used in full ({detail}). "
        "Correct it as docs/provenance.md shows and run ingest again; the documents were read."
    )
    exit_code = 88


class MissingFromBundleError(SourceDocumentError):
    """The inventory list of a bundle names released documents that were not given."""

    message = N_(
        "Not among the files given: {count} of the documents that {name} lists as released "
        "({numbers}). Fetch them from their publisher and run ingest again."
    )
    exit_code = 89


class ArchiveError(LrtError):
    """The index cannot be served as it stands."""

    http_status = 503


class NoIndexError(ArchiveError):
    """Nothing has been ingested yet."""

    message = N_("There is no index in {path} yet. Make one with: lrt-search ingest PATH")
    exit_code = 20


class IndexVersionError(ArchiveError):
    """The index was written in a format that this version does not read."""

    message = N_(
        "The index in {path} has format {found}; this version reads format {expected}. "
        "Make it anew with: lrt-search rebuild"
    )
    exit_code = 21


class ModelMismatchError(ArchiveError):
    """The vectors of the index were made by another embedding model."""

    message = N_(
        "The index in {path} was made with model {found}, but the model now set is {expected}. "
        "Set LRT_MODEL back, or make the index anew with: lrt-search rebuild"
    )
    exit_code = 22


class DamagedIndexError(ArchiveError):
    """A part of the index is missing or does not agree with the rest."""

    message = N_("The index in {path} is damaged: {detail}. Make it anew with: lrt-search rebuild")
    exit_code = 23


class IndexBusyError(ArchiveError):
    """Another ingest is writing to the index."""

    message = N_("Another ingest is writing to {path}. Wait until it is done and try again.")
    exit_code = 24


class IndexNotWritableError(ArchiveError):
    """The folder of the index cannot be written."""

    message = N_(
        "The index in {path} cannot be written ({detail}). "
        "Give this user the right to write there, or make room, and try again."
    )
    exit_code = 25


class QueryError(LrtError):
    """A question that cannot be answered as it stands."""

    http_status = 400


class EmptyQueryError(QueryError):
    """The question holds no word."""

    message = N_("Your question holds no word to search for. Type at least one word or number.")
    exit_code = 30


class QueryTooLongError(QueryError):
    """The question is longer than a question can be."""

    message = N_(
        "Your question is {length} characters long; at most {limit} are searched. "
        "Shorten it to its key words."
    )
    exit_code = 31


class InvalidParameterError(QueryError):
    """A parameter is unknown, or has a value outside what it may be."""

    message = N_("Parameter {name} cannot be used: {expected}.")
    exit_code = 32


class InvalidQueryError(QueryError):
    """A sign of the query language is used in a way that means nothing."""

    message = N_(
        "Your question cannot be understood at character {position}: {found}. Type {expected}."
    )
    exit_code = 34


class EmptyQuotationError(QueryError):
    """A quotation without a word that could be looked up."""

    message = N_("This quotation holds no word to look up. Give at least one whole word of it.")
    exit_code = 110


class QuotationTooLongError(QueryError):
    """A quotation longer than is checked."""

    message = N_(
        "This quotation is {length} characters long; at most {limit} are checked. "
        "Check it in parts."
    )
    exit_code = 111


class NotInArchiveError(LrtError):
    """No such document or page in the archive."""

    message = N_(
        "There is no document {document_id} in this archive. "
        "Look it up in the list of documents on the page 'about'."
    )
    exit_code = 33
    http_status = 404


class UnknownPassageError(LrtError):
    """No passage has this id."""

    message = N_(
        "There is no passage {passage_id} in this archive. Copy its link anew from the results: "
        "a link that names the document too tells whether that was withdrawn."
    )
    exit_code = 38
    http_status = 404


class WithdrawnError(LrtError):
    """The document was in the archive and was withdrawn: nothing of it is left."""

    message = N_(
        "Document {document_id} was withdrawn from this archive on {day}. Reason: {reason}. "
        "Search the archive for another document."
    )
    exit_code = 35
    http_status = 410


class DamagedReviewsError(ArchiveError):
    """A review of a statement cannot be read: what was rejected might be shown again."""

    message = N_(
        "The reviews in {path} cannot be read ({detail}). Put the file back from a backup, or "
        "remove that line and review its statement again."
    )
    exit_code = 120


class RegisterError(LrtError):
    """What was asked of a register cannot be done."""


class NotInRegisterError(RegisterError):
    """No decision, action item, commitment, request or position has an id that begins so."""

    message = N_(
        "There is no statement {statement_id} in the registers. "
        "Look it up with: lrt-search register list decisions"
    )
    exit_code = 121


class AmbiguousStatementError(RegisterError):
    """More than one statement has an id that begins so."""

    message = N_(
        "{statement_id} is the beginning of {count} statements. Give more digits of the one you "
        "mean; lrt-search register list shows them"
    )
    exit_code = 122


class QuarantineError(LrtError):
    """What was asked of the quarantine cannot be done."""


class NotInQuarantineError(QuarantineError):
    """No document in quarantine has an id that begins so."""

    message = N_(
        "There is no document {document_id} in quarantine. "
        "Look it up with: lrt-search quarantine list"
    )
    exit_code = 80


class AmbiguousIdError(QuarantineError):
    """More than one document in quarantine has an id that begins so."""

    message = N_(
        "{document_id} is the beginning of {count} documents in quarantine. "
        "Give more digits of the one you mean; lrt-search quarantine list shows them"
    )
    exit_code = 81


class NotReleasableError(QuarantineError):
    """A document that could not be checked cannot be released: nobody knows what it shows."""

    message = N_(
        "{name} cannot be released, because it could not be checked for hidden text ({detail}). "
        "Repair it (qpdf IN OUT) or print it to a new PDF, and run ingest on that file."
    )
    exit_code = 82


class InArchiveError(QuarantineError):
    """A document that was released is in the archive and cannot be rejected there."""

    message = N_(
        "{name} was released and is in the archive. "
        "Take it out first with: lrt-search withdraw {document_id}"
    )
    exit_code = 83


class DamagedQuarantineError(QuarantineError):
    """A record of the quarantine cannot be read, so nobody knows what was decided."""

    message = N_(
        "The record {path} cannot be read ({detail}). Put it back from a backup, or remove it, "
        "ingest its document again and decide anew."
    )
    exit_code = 84


class EvaluationError(LrtError):
    """A folder of judged queries, or a saved run, cannot be used."""


class NotJudgedFolderError(EvaluationError):
    """The folder does not hold a corpus, queries and judgments in the BEIR layout."""

    message = N_(
        "{path} is no folder of judged queries: {name} is missing. Give a folder with "
        "corpus.jsonl, queries.jsonl and qrels/test.tsv (or qrels.tsv)."
    )
    exit_code = 90


class BrokenJudgmentError(EvaluationError):
    """A line of a judged folder cannot be read."""

    message = N_("Line {line} of {path} cannot be used: {detail}. Correct it and try again.")
    exit_code = 91


class DuplicateIdError(EvaluationError):
    """Two lines of a file have the same id, so nobody knows which one was judged."""

    message = N_(
        "Lines {first} and {line} of {path} have the same id. "
        "Give every line an id of its own and try again."
    )
    exit_code = 92


class EmptyCorpusError(EvaluationError):
    """The corpus holds no text with a word in it."""

    message = N_("{path} holds no text with words. Put the texts to be searched into it.")
    exit_code = 93


class NoJudgedQueryError(EvaluationError):
    """No query has a text of the corpus that was judged relevant."""

    message = N_(
        "No query of {path} has a relevant text in the corpus ({unknown} judgments name an "
        "unknown id). Use the same ids in corpus, queries and qrels."
    )
    exit_code = 94


class NotForEvaluationError(EvaluationError):
    """The folder to keep the index in holds something else, perhaps the archive itself."""

    message = N_(
        "{path} holds something else and is left alone. Name a folder for --keep that is empty, "
        "or that this command made."
    )
    exit_code = 95


class BrokenRunError(EvaluationError):
    """The file is not a run that this version saved."""

    message = N_(
        "{path} is no saved run of this version ({detail}). "
        "Make one with: lrt-search evaluate FOLDER --save FILE"
    )
    exit_code = 96


class UnwritableRunError(EvaluationError):
    """The figures cannot be saved where they were to be saved."""

    message = N_("The run cannot be saved in {path} ({detail}). Choose another place for --save.")
    exit_code = 97


class RecordError(LrtError):
    """A search record cannot be used or written."""

    http_status = 400


class NoRecordError(RecordError):
    """A file is no search record."""

    message = N_(
        "{name} is no search record ({detail}). Give the JSON file that lrt-search record, or the "
        "page, made."
    )
    exit_code = 112


class RecordVersionError(RecordError):
    """A search record was written by a program with another form of it."""

    message = N_(
        "{name} is a search record of version {found}; this program reads version {expected}. "
        "Replay it with the version of the program that it names."
    )
    exit_code = 113


class TamperedRecordError(RecordError):
    """The content of a search record is not what its checksum was made of."""

    message = N_(
        "{name} was changed after it was made: its checksum is not that of its content. Use the "
        "original file."
    )
    exit_code = 114


class OtherArchiveError(RecordError):
    """A search record was made over another archive."""

    message = N_(
        "{name} was made over another archive: none of its {count} documents is in this one. Name "
        "the index of that archive with --index."
    )
    exit_code = 115


class UnwritableRecordError(RecordError):
    """A search record, or the results of a batch, cannot be written."""

    message = N_(
        "{path} cannot be written ({detail}). Name a file that does not exist yet, ending in "
        ".json, .csv or .pdf, in a folder where this user may write."
    )
    exit_code = 116


class BatchError(LrtError):
    """A file of questions cannot be used."""

    http_status = 400


class UnreadableQuestionsError(BatchError):
    """A file of questions cannot be read."""

    message = N_("{path} cannot be read as a CSV file ({detail}). Check it and try again.")
    exit_code = 117


class NoQuestionColumnError(BatchError):
    """A file of questions has no column of questions."""

    message = N_(
        "{path} has no column with questions. Call one vraag, question or zoekterm in its first "
        "line. Columns found: {columns}"
    )
    exit_code = 118


class NoQuestionsError(BatchError):
    """A file of questions holds none."""

    message = N_("{path} holds no question. Put one on each line below its first.")
    exit_code = 119


class ModelError(LrtError):
    """The embedding model cannot be loaded."""

    message = N_(
        "Embedding model {model} cannot be loaded ({detail}). Set LRT_MODEL to the name or "
        "folder of a sentence-transformers model, or leave it out for the default."
    )
    exit_code = 40
    http_status = 503


class PortInUseError(LrtError):
    """The server cannot listen where it was told to."""

    message = N_(
        "Cannot listen on {host}:{port} ({detail}). Stop the other program, or choose another "
        "port with: lrt-search serve --port {suggestion}"
    )
    exit_code = 50
