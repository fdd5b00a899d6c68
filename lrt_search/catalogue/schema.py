"""The tables of a catalogue: ``docs/index-format.md`` explains them."""

SCHEMA = """
CREATE TABLE document (
    document_id TEXT PRIMARY KEY, sha256 TEXT NOT NULL, media_type TEXT NOT NULL,
    title TEXT NOT NULL, layout TEXT NOT NULL, body TEXT, date_guess TEXT, date_text TEXT,
    time_text TEXT, place TEXT, chair TEXT, start_time TEXT, end_time TEXT, doubts TEXT NOT NULL,
    page_count INTEGER NOT NULL, paged INTEGER NOT NULL,
    part INTEGER, part_count INTEGER, first_page INTEGER NOT NULL,
    ingested_at TEXT NOT NULL, readers TEXT NOT NULL
) STRICT;
CREATE TABLE source (
    path TEXT NOT NULL, name TEXT NOT NULL, position INTEGER NOT NULL,
    document_id TEXT NOT NULL REFERENCES document, url TEXT, decision TEXT, document_number TEXT,
    PRIMARY KEY (path, document_id)
) STRICT;
CREATE TABLE page (
    document_id TEXT NOT NULL REFERENCES document, number INTEGER NOT NULL, label TEXT,
    text TEXT NOT NULL, method TEXT NOT NULL, reader TEXT NOT NULL, confidence INTEGER,
    quality INTEGER, PRIMARY KEY (document_id, number)
) STRICT;
CREATE TABLE attendee (
    document_id TEXT NOT NULL REFERENCES document, position INTEGER NOT NULL, name TEXT,
    organisation TEXT, short_name TEXT, role TEXT, absent INTEGER NOT NULL,
    PRIMARY KEY (document_id, position)
) STRICT;
CREATE TABLE agenda_item (
    document_id TEXT NOT NULL REFERENCES document, position INTEGER NOT NULL,
    label TEXT NOT NULL, title TEXT NOT NULL, page_number INTEGER NOT NULL,
    PRIMARY KEY (document_id, position)
) STRICT;
CREATE TABLE passage (
    number INTEGER PRIMARY KEY, passage_id TEXT NOT NULL UNIQUE,
    document_id TEXT NOT NULL REFERENCES document, position INTEGER NOT NULL, kind TEXT NOT NULL,
    level INTEGER NOT NULL, text TEXT NOT NULL, agenda_position INTEGER, sub_heading TEXT,
    speaker TEXT, UNIQUE (document_id, position)
) STRICT;
CREATE TABLE passage_span (
    passage_number INTEGER NOT NULL REFERENCES passage, position INTEGER NOT NULL,
    page_number INTEGER NOT NULL, start INTEGER NOT NULL, "end" INTEGER NOT NULL,
    PRIMARY KEY (passage_number, position)
) STRICT;
CREATE TABLE redaction (
    document_id TEXT NOT NULL REFERENCES document, position INTEGER NOT NULL,
    page_number INTEGER NOT NULL, "offset" INTEGER, look TEXT NOT NULL, grounds TEXT NOT NULL,
    "left" INTEGER, top INTEGER, "right" INTEGER, bottom INTEGER, size INTEGER NOT NULL,
    PRIMARY KEY (document_id, position)
) STRICT;
CREATE INDEX redaction_place ON redaction (document_id, page_number, "offset");
CREATE TABLE withheld (
    document_id TEXT NOT NULL REFERENCES document, page_number INTEGER NOT NULL,
    agenda_position INTEGER NOT NULL, percent INTEGER, redactions INTEGER NOT NULL,
    grounds TEXT NOT NULL, PRIMARY KEY (document_id, page_number, agenda_position)
) STRICT;
CREATE TABLE sensitive (
    document_id TEXT NOT NULL REFERENCES document, kind TEXT NOT NULL,
    page_number INTEGER NOT NULL, count INTEGER NOT NULL,
    PRIMARY KEY (document_id, page_number, kind)
) STRICT;
CREATE TABLE statement (
    statement_id TEXT PRIMARY KEY, document_id TEXT NOT NULL REFERENCES document,
    passage_id TEXT NOT NULL, position INTEGER NOT NULL, kind TEXT NOT NULL, text TEXT NOT NULL,
    rule TEXT NOT NULL, confidence INTEGER NOT NULL, agenda_position INTEGER, speaker TEXT,
    speaker_organisation TEXT, due_text TEXT, due_date_guess TEXT, outcome TEXT,
    UNIQUE (document_id, position)
) STRICT;
CREATE INDEX statement_passage ON statement (passage_id);
CREATE TABLE statement_span (
    statement_id TEXT NOT NULL REFERENCES statement, position INTEGER NOT NULL,
    page_number INTEGER NOT NULL, start INTEGER NOT NULL, "end" INTEGER NOT NULL,
    PRIMARY KEY (statement_id, position)
) STRICT;
CREATE TABLE statement_owner (
    statement_id TEXT NOT NULL REFERENCES statement, position INTEGER NOT NULL,
    owner TEXT NOT NULL, PRIMARY KEY (statement_id, position)
) STRICT;
CREATE TABLE follow_up (
    statement_id TEXT NOT NULL REFERENCES statement, position INTEGER NOT NULL,
    document_id TEXT NOT NULL REFERENCES document, passage_id TEXT NOT NULL, text TEXT NOT NULL,
    spans TEXT NOT NULL, kind TEXT NOT NULL, progress TEXT, words TEXT NOT NULL,
    sure INTEGER NOT NULL, later_id TEXT REFERENCES statement, PRIMARY KEY (statement_id, position)
) STRICT;
CREATE TABLE version_link (
    document_id TEXT NOT NULL REFERENCES document, other_id TEXT NOT NULL REFERENCES document,
    shared INTEGER NOT NULL, PRIMARY KEY (document_id, other_id)
) STRICT;
CREATE TABLE skipped (
    path TEXT PRIMARY KEY, name TEXT NOT NULL, reason TEXT NOT NULL, fields TEXT NOT NULL
) STRICT;
CREATE TABLE vocabulary (
    form TEXT PRIMARY KEY, stem TEXT NOT NULL, passages INTEGER NOT NULL, parts TEXT NOT NULL
) STRICT, WITHOUT ROWID;
CREATE INDEX vocabulary_stem ON vocabulary (stem);
CREATE TABLE folded (
    passage_number INTEGER PRIMARY KEY REFERENCES passage, text TEXT NOT NULL
) STRICT;
CREATE VIRTUAL TABLE words USING fts5 (
    passage, context, exact, parts, context_parts, content = '',
    tokenize = "unicode61 remove_diacritics 0 tokenchars '.:,&'"
);
"""
