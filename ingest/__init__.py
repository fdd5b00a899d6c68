"""The ingestion job: from released minutes (PDF, DOCX, TXT) to a generation of the index."""
