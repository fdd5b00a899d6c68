"""The ingestion job: from released minutes (PDF, DOCX, HTML, TXT) to a generation of the index."""
