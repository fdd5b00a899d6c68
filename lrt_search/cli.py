"""The command line: arguments, language, exit codes; each command's work is elsewhere.

Next to nothing is imported here, so that ``lrt-search --help`` answers at once. A
command names the function that does it as text, and its module is imported when it is called:
the command line is the one place that knows all three folders, and it knows them by name only.
"""

import argparse
import gettext
import os
import sys
from collections.abc import Sequence
from typing import TYPE_CHECKING

from lrt_search import __version__
from lrt_search.errors import LrtError
from lrt_search.language import DOMAIN, LANGUAGES, LOCALE_DIR, N_, Translate, translator

if TYPE_CHECKING:
    from collections.abc import Callable

    from lrt_search.settings import Settings

# argparse looks these up itself; they are named here so that they are translated too.
_ARGPARSE_TEXTS = (
    N_("usage: "),
    N_("positional arguments"),
    N_("options"),
    N_("show this help message and exit"),
    N_("%(prog)s: error: %(message)s\n"),
    N_("argument %(argument_name)s: %(message)s"),
    N_("the following arguments are required: %s"),
    N_("unrecognized arguments: %s"),
    N_("invalid choice: %(value)r (choose from %(choices)s)"),
    N_("invalid %(type)s value: %(value)r"),
    N_("expected one argument"),
    N_("expected at least one argument"),
)


def main(argv: Sequence[str] | None = None) -> int:
    """Run one command and return its exit code; every refusal is one sentence on stderr."""
    arguments_given = sys.argv[1:] if argv is None else list(argv)
    language = _language_of(arguments_given)
    translate = translator(language)
    _speak(language)
    parser = _parser(translate)
    arguments = parser.parse_args(arguments_given)
    if not arguments.command:
        parser.print_help()
        return 0
    try:
        from lrt_search.settings import read_settings

        settings = read_settings(
            language=language,
            index=arguments.index,
            host=getattr(arguments, "host", None),
            port=getattr(arguments, "port", None),
        )
        return _run(arguments.run)(arguments, settings)
    except LrtError as error:
        print(f"lrt-search: {error.explain(translate)}", file=sys.stderr)
        return error.exit_code
    except KeyboardInterrupt:
        print(translate(N_("Stopped. What is served stays as it was.")), file=sys.stderr)
        return 130
    except BrokenPipeError:
        # The reader of our output went away (| head): that is no error.
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        return 0
    except Exception as error:  # Its message may hold a question or a text: only its kind is told.
        text = N_("Something went wrong in the program itself ({kind}). Please report it.")
        print(f"lrt-search: {translate(text).format(kind=type(error).__name__)}", file=sys.stderr)
        return 1


def _run(name: str) -> "Callable[[argparse.Namespace, Settings], int]":
    """Import the function that does a command: "module:function"."""
    from importlib import import_module

    module, function = name.split(":")
    run: Callable[[argparse.Namespace, Settings], int] = getattr(import_module(module), function)
    return run


def _language_of(arguments: Sequence[str]) -> str:
    """Find the language before anything is parsed, so that refusals are told in it too."""
    for number, argument in enumerate(arguments):
        if argument.startswith("--language="):
            asked = argument.partition("=")[2]
        elif argument == "--language" and number + 1 < len(arguments):
            asked = arguments[number + 1]
        else:
            continue
        if asked in LANGUAGES:
            return asked
    asked = os.environ.get("LRT_LANGUAGE", "nl")
    return asked if asked in LANGUAGES else "nl"


def _speak(language: str) -> None:
    """Let argparse find its own texts in our catalogue."""
    os.environ["LANGUAGE"] = language
    gettext.bindtextdomain(DOMAIN, str(LOCALE_DIR))
    gettext.textdomain(DOMAIN)


def _parser(translate: Translate) -> argparse.ArgumentParser:
    _ = translate
    parser = argparse.ArgumentParser(
        prog="lrt-search",
        description=_(
            N_(
                "The archive of released minutes of the Landelijke Regietafel: "
                "ingest, search, serve."
            )
        ),
        epilog=_(N_("Settings come from LRT_* variables too; docs/settings.md lists them.")),
    )
    parser.add_argument(
        "--version",
        action="version",
        version=f"%(prog)s {__version__}",
        help=_(N_("show the version number and exit")),
    )
    parser.add_argument(
        "--language", choices=LANGUAGES, help=_(N_("language of this program: nl or en"))
    )
    parser.add_argument(
        "--index", metavar="DIR", help=_(N_("folder of the index (default: ./index)"))
    )
    commands = parser.add_subparsers(dest="command", metavar=_(N_("COMMAND")))

    def command(name: str, run: str, help_text: str) -> argparse.ArgumentParser:
        sub = commands.add_parser(name, help=_(help_text), description=_(help_text))
        sub.set_defaults(run=run)
        return sub

    ingest = command(
        "ingest",
        "ingest.command:ingest",
        N_("read documents (PDF, DOCX, HTML, TXT), ZIPs or folders of them into the archive"),
    )
    ingest.add_argument("paths", nargs="+", metavar=_(N_("PATH")))
    rebuild = command(
        "rebuild",
        "ingest.command:rebuild",
        N_("make the index anew from the documents kept in it"),
    )
    for sub in (ingest, rebuild):
        sub.add_argument(
            "--password-file",
            metavar=_(N_("FILE")),
            help=_(N_("passwords to try on documents that ask for one, one a line")),
        )
    withdraw = command(
        "withdraw",
        "ingest.command:withdraw",
        N_("remove a document and every trace of it; its links then answer with the reason"),
    )
    reinstate = command(
        "reinstate",
        "ingest.command:reinstate",
        N_("allow a withdrawn document to be taken in again"),
    )
    for sub, reason in (
        (withdraw, N_("why, in a sentence; every reader who follows a link to it sees this")),
        (reinstate, N_("why, in a sentence; kept in the index and not shown")),
    ):
        sub.add_argument(
            "document",
            metavar=_(N_("DOCUMENT")),
            help=_(N_("its id (from its link), the first digits of that, or its SHA-256")),
        )
        sub.add_argument("--reason", required=True, metavar=_(N_("TEXT")), help=_(reason))
        sub.add_argument(
            "--by", metavar=_(N_("NAME")), help=_(N_("who does so; kept in the index, not shown"))
        )
    quarantine = command(
        "quarantine", "", N_("decide about documents that hold more than their pages show")
    )
    _add_quarantine(quarantine, translate)
    register = command(
        "register",
        "",
        N_("list decisions, action items, commitments and requests; confirm or reject one"),
    )
    _add_register(register, translate)
    search = command(
        "search", "lrt_search.command:search", N_("find passages that answer a question")
    )
    search.add_argument(
        "--limit",
        type=int,
        default=10,
        metavar="N",
        help=_(N_("at most so many passages (default: 10)")),
    )
    answer = command(
        "answer",
        "lrt_search.answer_command:answer",
        N_("answer a question with sentences of the minutes, word for word"),
    )
    for sub in (search, answer):
        _add_question(sub, translate)
    answer.add_argument(
        "--summary",
        action="store_true",
        help=_(N_("also let the language model of LRT_SUMMARY_URL summarise the answer")),
    )
    cite = command(
        "cite",
        "lrt_search.answer_command:cite",
        N_("write references to passages, for an article or a decision"),
    )
    cite.add_argument(
        "passages",
        nargs="+",
        metavar=_(N_("PASSAGE")),
        help=_(N_("link to a passage, as the results give it, or its id")),
    )
    cite.add_argument(
        "--format",
        choices=("nl", "tekst", "markdown", "bibtex", "ris", "csl-json"),
        default="nl",
        help=_(N_("a Dutch reference (nl, the default), plain text, or a form for programs")),
    )
    _add_record(
        command(
            "record",
            "lrt_search.record_command:record",
            N_("search, and save a record of it that can be checked and replayed"),
        ),
        translate,
    )
    replay = command(
        "replay",
        "lrt_search.record_command:replay",
        N_("ask a saved record again and say what changed since"),
    )
    replay.add_argument("record", metavar=_(N_("FILE")), help=_(N_("the JSON file of a record")))
    replay.add_argument("--json", action="store_true", help=_(N_("print JSON for programs")))
    _add_batch(
        command(
            "batch",
            "lrt_search.batch_command:batch",
            N_(
                "search for every question of a CSV file; one that was stopped goes on where it was"
            ),
        ),
        translate,
    )
    _add_verify(
        command(
            "verify",
            "lrt_search.verify_command:verify",
            N_("say whether the archive holds a quotation: verbatim, nearly or not, and where"),
        ),
        translate,
    )
    status = command(
        "status", "lrt_search.command:status", N_("say what the archive holds and what it lacks")
    )
    status.add_argument("--json", action="store_true", help=_(N_("print JSON for programs")))
    status.add_argument("--all", action="store_true", help=_(N_("show long lists to their end")))
    diff = command(
        "diff",
        "lrt_search.diff_command:diff",
        N_("say what became visible and what became hidden between two documents"),
    )
    for name, help_text in (
        ("before", N_("id of the first document, or the first digits of it")),
        ("after", N_("id of the second document, or the first digits of it")),
    ):
        diff.add_argument(name, metavar=_(N_("ID")), help=_(help_text))
    diff.add_argument("--json", action="store_true", help=_(N_("print JSON for programs")))
    _add_evaluate(
        command(
            "evaluate",
            "ingest.evaluate_command:evaluate",
            N_("measure the search on a folder of judged queries (BEIR layout)"),
        ),
        translate,
    )
    serve = command(
        "serve", "search_app.command:serve", N_("serve the archive to browsers and programs")
    )
    serve.add_argument("--host", help=_(N_("address to listen on (default: 127.0.0.1)")))
    serve.add_argument("--port", help=_(N_("port to listen on (default: 8000)")))
    return parser


def _add_question(parser: argparse.ArgumentParser, translate: Translate) -> None:
    """Add a question, and which of its hits are wanted."""
    _ = translate
    parser.add_argument(
        "query",
        nargs="+",
        metavar=_(N_("QUERY")),
        help=_(
            N_(
                "the question, between single quotes where it has quotes or a minus sign "
                "(docs/search.md explains these); - reads it from standard input"
            )
        ),
    )
    parser.add_argument("--json", action="store_true", help=_(N_("print JSON for programs")))
    _add_filters(parser, translate)


def _add_filters(parser: argparse.ArgumentParser, translate: Translate) -> None:
    """Add how widely is searched, and which hits are wanted."""
    _ = translate
    parser.add_argument(
        "--no-expansions",
        dest="expand",
        action="store_false",
        help=_(N_("search only for the words typed: no abbreviations, synonyms or translations")),
    )
    parser.add_argument(
        "--ground",
        help=_(N_("only passages near a redaction on this ground, for example 5.1.2e")),
    )
    parser.add_argument(
        "--least-withheld",
        type=int,
        metavar="N",
        help=_(N_("only passages from agenda items of which at least N%% is redacted")),
    )
    parser.add_argument(
        "--most-withheld",
        type=int,
        metavar="N",
        help=_(N_("only passages from agenda items of which at most N%% is redacted")),
    )


def _add_record(parser: argparse.ArgumentParser, translate: Translate) -> None:
    """Add what the record of a search can be told."""
    _ = translate
    parser.add_argument(
        "query",
        nargs="+",
        metavar=_(N_("QUERY")),
        help=_(N_("the question, as for search; - reads it from standard input")),
    )
    parser.add_argument(
        "--out",
        action="append",
        required=True,
        metavar=_(N_("FILE")),
        help=_(N_("a file to write, ending in .json, .csv or .pdf; may be given more than once")),
    )
    parser.add_argument(
        "--limit",
        type=int,
        default=100,
        metavar="N",
        help=_(N_("record at most so many passages (default: 100)")),
    )
    parser.add_argument(
        "--set-aside",
        action="append",
        default=[],
        metavar=_(N_("PASSAGE=REASON")),
        help=_(N_("record that a passage does not count, and why; may be given more than once")),
    )
    _add_filters(parser, translate)


def _add_batch(parser: argparse.ArgumentParser, translate: Translate) -> None:
    """Add what a batch can be told."""
    _ = translate
    parser.add_argument(
        "questions",
        metavar=_(N_("QUESTIONS")),
        help=_(N_("a CSV file with a column vraag, question or zoekterm")),
    )
    parser.add_argument(
        "--out",
        required=True,
        metavar=_(N_("RESULTS")),
        help=_(N_("a file that ends in .csv or .json, or a folder for both")),
    )
    parser.add_argument(
        "--record",
        action="append",
        default=[],
        metavar=_(N_("FILE")),
        help=_(N_("write the record of the searches too: a .json, .csv or .pdf")),
    )
    parser.add_argument(
        "--limit",
        type=int,
        default=10,
        metavar="N",
        help=_(N_("at most so many passages for each question (default: 10)")),
    )
    _add_filters(parser, translate)


def _add_verify(parser: argparse.ArgumentParser, translate: Translate) -> None:
    """Add what the check of a quotation can be told."""
    _ = translate
    parser.add_argument(
        "quotation",
        nargs="+",
        metavar=_(N_("QUOTATION")),
        help=_(
            N_(
                "the quotation, between single quotes; - reads it from standard input, "
                "which is safer"
            )
        ),
    )
    parser.add_argument(
        "--document", metavar="ID", help=_(N_("look in this document only: its id, or its begin"))
    )
    parser.add_argument("--json", action="store_true", help=_(N_("print JSON for programs")))


def _add_evaluate(parser: argparse.ArgumentParser, translate: Translate) -> None:
    """Add what an evaluation can be told."""
    _ = translate
    parser.add_argument(
        "folder",
        metavar=_(N_("FOLDER")),
        help=_(N_("with corpus.jsonl, queries.jsonl and qrels/test.tsv (or qrels.tsv)")),
    )
    parser.add_argument(
        "--split",
        default="test",
        metavar=_(N_("NAME")),
        help=_(N_("which file of qrels/ (default: test)")),
    )
    parser.add_argument(
        "--keep",
        metavar="DIR",
        help=_(N_("keep the index here, so that unchanged texts are not embedded again")),
    )
    parser.add_argument(
        "--no-answer",
        metavar=_(N_("FILE")),
        help=_(N_("queries that the texts do not answer (.txt, one a line, or .jsonl)")),
    )
    parser.add_argument(
        "--save", metavar=_(N_("FILE")), help=_(N_("save the figures of each query as JSON"))
    )
    parser.add_argument(
        "--save-texts",
        action="store_true",
        help=_(N_("save the text of each query with its figures")),
    )
    parser.add_argument(
        "--compare", metavar=_(N_("FILE")), help=_(N_("compare the search with a saved run"))
    )
    parser.add_argument(
        "--show-losses",
        type=int,
        default=0,
        metavar="N",
        help=_(N_("show the N queries that lose most against words or meaning alone")),
    )
    parser.add_argument("--json", action="store_true", help=_(N_("print JSON for programs")))


def _add_register(parser: argparse.ArgumentParser, translate: Translate) -> None:
    """Add what can be done with the statements of minutes."""
    _ = translate
    actions = parser.add_subparsers(dest="action", metavar=_(N_("ACTION")), required=True)

    def action(name: str, run: str, help_text: str) -> argparse.ArgumentParser:
        sub = actions.add_parser(name, help=_(help_text), description=_(help_text))
        sub.set_defaults(run=run)
        return sub

    listed = action(
        "list",
        "lrt_search.register_command:list_statements",
        N_("list the statements of one kind, with their status and thread"),
    )
    listed.add_argument(
        "kind",
        choices=("decisions", "actions", "commitments", "requests"),
        metavar=_(N_("KIND")),
        help=_(N_("decisions, actions, commitments or requests")),
    )
    for name, metavar, help_text in (
        ("organisation", N_("NAME"), N_("only those that it owns or says, for example BZK")),
        ("status", N_("STATUS"), N_("only those that are open, running, done or lapsed")),
        ("outcome", N_("OUTCOME"), N_("only decisions: adopted, deferred or rejected")),
        ("words", N_("TEXT"), N_("only those with all of these words, in any form")),
        ("document", N_("ID"), N_("only those of the document with this id")),
    ):
        listed.add_argument(f"--{name}", metavar=_(metavar), help=_(help_text))
    for name, dest, help_text in (
        ("from", "first", N_("only meetings from this year, month or day on")),
        ("to", "last", N_("only meetings up to and including this year, month or day")),
    ):
        listed.add_argument(f"--{name}", dest=dest, metavar=_(N_("DATE")), help=_(help_text))
    for name, help_text in (
        ("confirmed", N_("only those that a person confirmed")),
        ("rejected", N_("those that a person rejected, which are shown nowhere else")),
        ("json", N_("print JSON for programs")),
        ("csv", N_("print CSV for a spreadsheet")),
    ):
        listed.add_argument(f"--{name}", action="store_true", help=_(help_text))
    listed.add_argument(
        "--limit",
        type=int,
        default=1000,
        metavar="N",
        help=_(N_("at most so many (default: 1000)")),
    )
    for name, help_text in (
        ("confirm", N_("say that a statement was recognised rightly")),
        ("reject", N_("say that a statement was recognised wrongly: it is shown no more")),
    ):
        sub = action(name, f"ingest.register_command:{name}", help_text)
        sub.add_argument(
            "statement",
            metavar=_(N_("ID")),
            help=_(N_("id of the statement, or its first characters")),
        )
        sub.add_argument(
            "--reason",
            metavar=_(N_("TEXT")),
            help=_(N_("why, without words from the document; kept with the review")),
        )
        sub.add_argument(
            "--by", metavar=_(N_("NAME")), help=_(N_("who says so (default: your user name)"))
        )


def _add_quarantine(parser: argparse.ArgumentParser, translate: Translate) -> None:
    """Add what can be done with documents in quarantine."""
    _ = translate
    actions = parser.add_subparsers(dest="action", metavar=_(N_("ACTION")), required=True)

    def action(name: str, help_text: str) -> argparse.ArgumentParser:
        sub = actions.add_parser(name, help=_(help_text), description=_(help_text))
        sub.set_defaults(run=f"ingest.quarantine_command:{name}_held")
        return sub

    listed = action("list", N_("list the documents in quarantine, and what became of them"))
    shown = action("show", N_("say what was found in a document, where, and what to do next"))
    released = action("release", N_("take a document in with only what its pages show"))
    rejected = action("reject", N_("remove the copy of a document and never take it in"))
    for sub in (listed, shown):
        sub.add_argument("--json", action="store_true", help=_(N_("print JSON for programs")))
    for sub in (shown, released, rejected):
        sub.add_argument(
            "document",
            metavar=_(N_("ID")),
            help=_(N_("id of the document, or the first digits of its SHA-256")),
        )
    for sub in (released, rejected):
        sub.add_argument(
            "--reason",
            required=True,
            metavar=_(N_("TEXT")),
            help=_(N_("why, without words from the document; kept with the decision")),
        )
        sub.add_argument(
            "--by", metavar=_(N_("NAME")), help=_(N_("who decides (default: your user name)"))
        )
