"""What a reader of an HTML file sees, and what it holds beside that."""

import base64
from collections.abc import Callable

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from ingest.findings import CannotJudge, FindingKind
from ingest.html_text import html_text
from tests.ingest.conftest import files_with
from tests.ingest.test_pipeline import opened
from tests.job import HEAD, Job

K = FindingKind
PAGE = "<!DOCTYPE html><html><head><title>Verslag</title></head><body>{}</body></html>"


def text_of(body: str) -> str:
    return html_text(PAGE.format(body).encode()).text


def leaks_in(body: str) -> dict[FindingKind, int]:
    findings = html_text(PAGE.format(body).encode()).findings
    return {one.kind: one.count for one in findings if not one.harmless}


# --- what is shown ---------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("body", "expected"),
    [
        ("<h1>Verslag</h1><p>Een  punt,\n hier.</p>", "Verslag\n\nEen punt, hier."),
        ("<p>Een <b>vet</b><i> punt</i>.</p>", "Een vet punt."),
        ("<div>Een</div><div>twee<br>drie</div>", "Een\ntwee\ndrie"),
        ("Een<br><br>twee", "Een\n\ntwee"),
        ("<ul><li>Een<ul><li>binnen</ul><li>twee</ul>", "• Een\no binnen\n• twee"),
        ("<ol start=3><li>Drie<li>Vier<li value=9>Negen</ol>", "3. Drie\n4. Vier\n9. Negen"),
        (
            "<table><tr><th>Wie<th>Wat<tr><td>VNG<td><p>Brief<p>aan JenV</table>",
            "Wie\tWat\nVNG\tBrief aan JenV",
        ),
        ("<table><tr><td><p>Een<p>Twee</table>", "Een\n\nTwee"),
        ("<pre>een\n  twee</pre>", "een\n  twee"),
        ("<details><summary>Meer</summary>Een punt.</details>", "Meer\nEen punt."),
        ("Co&ouml;rdinatie &#8364; 5 &amp; &lt;meer&gt;", "Coördinatie € 5 & <meer>"),
        ("<p>Een<p>twee</div><table>drie<tr><td>vier", "Een\n\ntwee\n\ndrie\n\nvier"),
    ],
)
def test_shown_text_comes_as_lines(body: str, expected: str) -> None:
    assert text_of(body) == expected
    assert leaks_in(body) == {}


@pytest.mark.parametrize(
    "content",
    [
        "<p>Één punt: “ja”".encode(),
        "<p>Één punt: “ja”".encode("utf-8-sig"),
        "<p>Één punt: “ja”".encode("utf-16"),
        "<p>Één punt: “ja”".encode("cp1252"),
        '<meta charset="windows-1252"><p>Één punt: “ja”'.encode("cp1252"),
        '<meta charset="iso-8859-1"><p>Één punt: “ja”'.encode("cp1252"),
        '<meta charset="utf-8"><p>Één punt: “ja”'.encode("cp1252"),
        '<meta charset="no such"><p>Één punt: “ja”'.encode(),
    ],
)
def test_letters_are_read_in_the_encoding_that_they_were_written_in(content: bytes) -> None:
    assert html_text(content).text == "Één punt: “ja”"


def test_no_entity_is_fetched_or_filled_in() -> None:
    doctype = '<!DOCTYPE html [<!ENTITY e SYSTEM "file:///etc/passwd"><!ENTITY f "veel">]>'
    text = html_text(f"{doctype}<p>Punt &e; &f;".encode()).text
    assert "root:" not in text and "veel;" not in text
    assert "Punt &e; &f;" in text


# --- what is hidden ----------------------------------------------------------------------------

STYLES = {
    "display:none": K.INVISIBLE_TEXT,
    "display: none !important; color: red": K.INVISIBLE_TEXT,
    "visibility:hidden": K.INVISIBLE_TEXT,
    "content-visibility:hidden": K.INVISIBLE_TEXT,
    "opacity:0": K.SAME_COLOUR_TEXT,
    "opacity:.05": K.SAME_COLOUR_TEXT,
    "font-size:0": K.TINY_TEXT,
    "font-size:1px": K.TINY_TEXT,
    "font-size:10%": K.TINY_TEXT,
    "font:0/0 a": K.TINY_TEXT,
    "color:white": K.SAME_COLOUR_TEXT,
    "color:#fefefe": K.SAME_COLOUR_TEXT,
    "color:rgba(0,0,0,.02)": K.SAME_COLOUR_TEXT,
    "color:transparent": K.SAME_COLOUR_TEXT,
    "color:hsl(0,0%,99%)": K.SAME_COLOUR_TEXT,
    "-webkit-text-fill-color:#fff": K.SAME_COLOUR_TEXT,
    "background:black": K.SAME_COLOUR_TEXT,
    "background:#000 url(x.png);color:#010101": K.SAME_COLOUR_TEXT,
    "--c:white;color:var(--c)": K.SAME_COLOUR_TEXT,
    "color:var(--none, white)": K.SAME_COLOUR_TEXT,
    "position:absolute;left:-9999px": K.OFF_PAGE_TEXT,
    "position:fixed;top:-100em": K.OFF_PAGE_TEXT,
    "position:absolute;inset:-9999px auto auto 0": K.OFF_PAGE_TEXT,
    "text-indent:-9999px": K.OFF_PAGE_TEXT,
    "margin:0 0 0 -9999px": K.OFF_PAGE_TEXT,
    "position:absolute;clip:rect(0,0,0,0)": K.CUT_OFF_TEXT,
    "clip-path:inset(50%)": K.CUT_OFF_TEXT,
    "height:0;overflow:hidden": K.CUT_OFF_TEXT,
    "width:1px;overflow:hidden": K.CUT_OFF_TEXT,
    "max-height:0;overflow:clip": K.CUT_OFF_TEXT,
    "height:20px;overflow:hidden": K.CUT_OFF_TEXT,
    "transform:scale(0)": K.CUT_OFF_TEXT,
    "filter:blur(9px)": K.CUT_OFF_TEXT,
    "letter-spacing:-1em": K.CUT_OFF_TEXT,
    # What no browser knows leaves what was said before.
    "color:white;color:bogus": K.SAME_COLOUR_TEXT,
    "display:none;display:bogus": K.INVISIBLE_TEXT,
    "visibility:hidden;visibility:shown": K.INVISIBLE_TEXT,
    "font-size:0;font-size:bogus": K.TINY_TEXT,
    "background:#000 no-repeat;background:bogus": K.SAME_COLOUR_TEXT,
    "font:0/0 a;font:bogus": K.TINY_TEXT,
    "margin:0 0 0 -9999px;margin:bogus": K.OFF_PAGE_TEXT,
    "opacity:0;opacity:much": K.SAME_COLOUR_TEXT,
    "clip-path:inset(50%);clip-path:1": K.CUT_OFF_TEXT,
    "text-indent:-9999px;text-indent:bogus": K.OFF_PAGE_TEXT,
    "display:inline-block;width:calc(0px);overflow:hidden": K.CUT_OFF_TEXT,
    "line-height:0;overflow:hidden": K.CUT_OFF_TEXT,
    "display:-webkit-box;-webkit-line-clamp:1;overflow:hidden": K.CUT_OFF_TEXT,
    "contain:strict": K.CUT_OFF_TEXT,
    "font-size:1": K.TINY_TEXT,
    "font-size:min(1px, 2em)": K.TINY_TEXT,
    "font-size:calc(16px - 16px)": K.TINY_TEXT,
    "text-indent:-9999": K.OFF_PAGE_TEXT,
    "position:absolute;inset-inline-start:-9999px": K.OFF_PAGE_TEXT,
    "color:Canvas": K.SAME_COLOUR_TEXT,
    "text-decoration:line-through 1em black": K.COVERED_TEXT,
    "outline:1em solid;outline-offset:-1em": K.COVERED_TEXT,
    "d\\69splay:n\\6fne": K.INVISIBLE_TEXT,
}


@pytest.mark.parametrize(("style", "kind"), STYLES.items())
@pytest.mark.parametrize(
    "page",
    [
        "<p>Open <span style='{}'>Geheim</span>",
        "<style>.x{{{}}}</style><p>Open <span class=x>Geheim</span>",
        "<style>@media screen{{p > .x{{{}}}}}</style><p>Open <b class=x><i>Geheim</i></b>",
    ],
)
def test_text_that_its_style_hides_is_told_and_does_not_go_on(
    page: str, style: str, kind: FindingKind
) -> None:
    body = page.format(style)
    assert text_of(body) == "Open"
    assert leaks_in(body) == {kind: 6}


@pytest.mark.parametrize(
    "style",
    [
        *("display:block", "color:red", "color:#777", "opacity:.6", "font-size:8px"),
        *("position:relative;top:-2px", "background:#ff0", "color:white;background:black"),
        *("overflow:hidden", "transform:none", "zoom:1", "visibility:visible", "margin:-1px 0"),
        *("font-size:clamp(1rem, 2vw, 2rem)", "line-height:1", "text-decoration:line-through"),
    ],
)
def test_text_that_its_style_shows_goes_on(style: str) -> None:
    body = f"<p>Open <span style='{style}'>ook open</span>"
    assert (text_of(body), leaks_in(body)) == ("Open ook open", {})


@pytest.mark.parametrize(
    ("sheet", "shown"),
    [
        (".x{display:none} .x.y{display:inline}", True),
        (".x.y{display:none} .x{display:inline}", False),
        (".x{display:none!important} .x.y{display:inline}", False),
        ("@media print{.x{display:none}}", True),
        ("@media (max-width:600px){.x{display:none}}", True),
        ("@media (min-width:600px){.x{display:none}}", False),
        # Nobody knows: what may be hidden is.
        ("@media (some-day){.x{display:none}}", False),
        (".x{display:none} @media (some-day){.x{display:inline}}", False),
        (".x{display:none} @supports (a:b){.x{display:inline}}", False),
        (".x{display:none} .x:hover{display:inline}", False),
        (".x::first-line{color:white}", False),
        (".x::before{display:none}", True),
        (".x:not(.z){visibility:hidden}", False),
        ("body{background:black;color:white} .x{color:black}", False),
        ("body{background:black;color:white} .x{background:#eee;color:black}", True),
        ("p{visibility:hidden} .x{visibility:visible}", True),
        ("p{display:none} .x{display:inline}", False),
        ("</style><noscript><style>.x{display:inline}</style></noscript><style>.x{top:0}", True),
        (
            ".x{display:none}</style><noscript><style>.x{display:inline}</style></noscript><style>",
            False,
        ),
        ("</style><svg><style>.x{display:none}</style></svg><style>", False),
    ],
)
def test_rules_are_weighed_as_a_browser_does(sheet: str, shown: bool) -> None:
    body = f"<style>{sheet}</style><p><span class='x y'>Geheim</span></p>"
    assert ("Geheim" in text_of(body)) is shown
    assert bool(leaks_in(body)) is not shown


@pytest.mark.parametrize(
    ("body", "kind"),
    [
        ("<!-- Geheim -->", K.ANNOTATION_TEXT),
        ("<!--[if IE]>Geheim<![endif]-->", K.ANNOTATION_TEXT),
        ("<i hidden>Geheim</i>", K.INVISIBLE_TEXT),
        ("<i aria-hidden=true>Geheim</i>", K.INVISIBLE_TEXT),
        ("<template>Geheim</template>", K.INVISIBLE_TEXT),
        ("<noscript>Geheim</noscript>", K.INVISIBLE_TEXT),
        ("<dialog>Geheim</dialog>", K.INVISIBLE_TEXT),
        ("<div popover>Geheim</div>", K.INVISIBLE_TEXT),
        ("<svg><text>Geheim</text></svg>", K.INVISIBLE_TEXT),
        ("<object data=x.pdf>Geheim</object>", K.INVISIBLE_TEXT),
        ("<i title=Geheim>Open</i>", K.ANNOTATION_TEXT),
        ("<i aria-label=Geheim>Open</i>", K.ALTERNATIVE_TEXT),
        ("<input type=hidden value=Geheim>", K.FORM_VALUE),
        ("<input value=Geheim>", K.FORM_VALUE),
        ("<textarea>Geheim</textarea>", K.FORM_VALUE),
        ("<select><option>Geheim</select>", K.FORM_VALUE),
        ("<font color=white>Geheim</font>", K.SAME_COLOUR_TEXT),
        ("<table bgcolor=black><tr><td>Geheim</table>", K.SAME_COLOUR_TEXT),
        ("<font color=fffffe>Geheim</font>", K.SAME_COLOUR_TEXT),
        ("<p style='background:#00e'><a href=x>Geheim</a>", K.SAME_COLOUR_TEXT),
        # The next paragraph is in the element that was left open, as a browser has it.
        ("<p><b style='display:none'></p><p>Geheim</p>", K.INVISIBLE_TEXT),
    ],
)
def test_what_stands_beside_the_shown_text_is_told(body: str, kind: FindingKind) -> None:
    assert "Geheim" not in text_of(body)
    assert leaks_in(body) == {kind: 6}


@pytest.mark.parametrize(
    ("body", "leaks"),
    [
        ("<a href='mailto:p.eik@voorbeeld.example'>mail</a>", {K.MAIL_LINK}),
        ("<a href='mailto:p.eik@voorbeeld.example'>p.eik@voorbeeld.example</a>", set()),
        ("<a href='tel:+31612345678'>bel</a>", {K.MAIL_LINK}),
        ("<a href='tel:+31612345678'>06 12 34 56 78</a>", set()),
        ("<script>var a = 'p.eik@voorbeeld.example'</script>", {K.MAIL_LINK}),
        ("<script>let veel = 'woorden';</script><style>p{margin:0}</style>", set()),
        ("<iframe srcdoc='<p>x'></iframe>", {K.ATTACHMENT}),
        ("<a href='data:text/html,x'>meer</a>", {K.ATTACHMENT}),
        ("<img alt='een foto' src='data:image/png;base64,AA'>", set()),
        ("<p>Eik<!-- Eik --><i title=Eik></i>", set()),
        ("<link rel=stylesheet href=https://voorbeeld.example/a.css>", set()),
        ("<style>@import url(a.css);</style>", set()),
        ("<span hidden>&nbsp;|</span>", set()),
    ],
)
def test_only_what_says_more_than_the_page_is_a_leak(body: str, leaks: set[FindingKind]) -> None:
    assert leaks_in(f"<p>Punt.</p>{body}").keys() == leaks


def test_comments_around_the_page_are_told_too() -> None:
    content = b"<!-- Eikenhout --><!doctype html><html><body><p>Punt.</body></html><!-- Beuk -->"
    (finding,) = html_text(content).findings
    assert (finding.kind, finding.count, finding.harmless) == (K.ANNOTATION_TEXT, 13, False)


@pytest.mark.parametrize(
    "body",
    [
        "<p>Een <i style='position:absolute;background:#000;width:9em;height:2em'></i>naam",
        "<p>Een naam<i style='margin-left:-4em;background:black'>&nbsp;</i>",
        "<link rel=stylesheet href='data:text/css,p{display:none}'><p>x",
        "<div><template shadowrootmode=open>x</template>y</div>",
        "<style>p:unheard-of(x){display:none}</style><p>x",
        "<style>p{color:color-mix(in srgb, white, white)}</style><p>x",
        "<style>div{p{display:none}}</style><div><p>x</div>",
        "<style>p{all:initial}</style><p>x",
        "<style>i::after{content:'';position:absolute;inset:0;background:#000}</style><i>naam</i>",
        "<div style='display:grid'><p>naam<p style='grid-area:1/1;background:#000'>x",
        "<table><col style='background:black'><tr><td>naam</table>",
        "<table><colgroup style='visibility:collapse'><tr><td>naam</table>",
        "<font color=chucknorris>naam</font>",
        "<p style='color:ffffff'>naam",
        "<p style='color:ButtonFace'>naam",
        "<p style='color:color-mix(in srgb, white, white)'>naam",
        "<b>" * 400 + "x",
    ],
)
def test_a_page_that_cannot_be_judged_is_not_read(body: str) -> None:
    with pytest.raises(CannotJudge) as caught:
        text_of(body)
    assert "naam" not in str(caught.value)


@given(st.text(st.sampled_from(list("<>/!-=\"'ab pistyle{}:;&#\n")), max_size=80))
@settings(max_examples=60, deadline=None)
def test_any_markup_is_read_or_told(markup: str) -> None:
    try:
        shown = html_text(markup.encode())
    except CannotJudge:
        return
    assert all(line == line.rstrip(" ") for line in shown.text.split("\n"))


# --- in the archive ----------------------------------------------------------------------------


def test_html_is_searchable_and_cited_by_line(job: Job) -> None:
    head = "<br>".join(HEAD.format(date="3 maart 2022").split("\n"))
    page = f"<p>{head}</p><h2>1. OPENING</h2><ul><li>Een punt over opvang.</ul>"
    (job.inbox / "verslag.html").write_text(page, encoding="utf-8")
    report = job.ingest()
    assert (report.new, report.skipped) == (1, ())
    (document,) = opened(job).documents()
    (passage, *_) = opened(job).passages(document.document_id)
    assert (document.media_type, document.paged) == ("text/html", False)
    assert document.meeting.date_text == "3 maart 2022"
    assert "Een punt over opvang." in passage.text


@pytest.mark.parametrize("name", ["a.html", "a.HTM"])
def test_hidden_text_goes_to_quarantine_and_on_release_only_the_rest_comes_in(
    job: Job, name: str
) -> None:
    secret = "Eikenhoutzager"
    path = job.inbox / name
    path.write_text(f"<p>Een open punt.<p style='display:none'>{secret}", encoding="utf-8")
    (skipped,) = job.ingest().skipped
    assert skipped.reason == "HiddenTextError"
    document_id = str(dict(skipped.fields)["document_id"])
    assert job.release(document_id).new == 1
    copies = set((job.settings.index / "quarantine").iterdir())
    found = set(files_with(job.settings.index, secret))
    assert found and found <= copies


def test_a_page_with_nothing_but_hidden_text_is_a_leak_and_not_empty(job: Job) -> None:
    (job.inbox / "a.html").write_text("<p hidden>Eikenhoutzager", encoding="utf-8")
    (skipped,) = job.ingest().skipped
    assert skipped.reason == "HiddenTextError"


def test_one_that_cannot_be_judged_waits_too(make_job: Callable[[], Job]) -> None:
    job = make_job()
    data = base64.b64encode(b"p{display:none}").decode()
    link = f"<link rel=stylesheet href='data:text/css;base64,{data}'><p>Punt."
    (job.inbox / "a.html").write_text(link, encoding="utf-8")
    (skipped,) = job.ingest().skipped
    assert skipped.reason == "UnjudgedDocumentError"
