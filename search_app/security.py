"""Headers that every answer carries, errors included.

The policy passes the checks of internet.nl: nothing inline, nothing from elsewhere.
"""

from flask import Response, request

CONTENT_SECURITY_POLICY = (
    "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self'; font-src 'self'; "
    "connect-src 'self'; form-action 'self'; base-uri 'none'; frame-ancestors 'none'"
)
SECURITY_HEADERS = {
    "Content-Security-Policy": CONTENT_SECURITY_POLICY,
    "X-Content-Type-Options": "nosniff",
    "X-Frame-Options": "DENY",
    "Referrer-Policy": "no-referrer",
    "X-Robots-Tag": "noindex",
}
ONE_YEAR = 31_536_000  # seconds


def add_security_headers(response: Response) -> Response:
    """Add the headers; only the style sheet may be kept, and a feed to ask whether it changed."""
    response.headers.update(SECURITY_HEADERS)
    if request.endpoint == "pages.feed" and response.status_code < 400:
        response.headers["Cache-Control"] = "private, no-cache"
    elif request.endpoint != "static" or response.status_code >= 400:
        response.headers["Cache-Control"] = "no-store"
    if request.is_secure:
        response.headers["Strict-Transport-Security"] = f"max-age={ONE_YEAR}"
    return response
