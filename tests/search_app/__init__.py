"""Tests of the web app, on an invented archive."""
