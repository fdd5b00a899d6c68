"""What a person says with a decision: why, and who they are."""

import os
import pwd

from lrt_search.errors import InvalidParameterError
from lrt_search.language import N_

_LONGEST = 500  # characters of a reason, or a name


def words_given(name: str, given: str, *, full_stop: bool = True) -> str:
    """Return a reason or a name in one line.

    Args:
        name: Of the option, for the error.
        given: As typed.
        full_stop: Whether it may end in one: what is put into a sentence may not.

    Raises:
        InvalidParameterError: it is empty, too long, or holds what cannot be printed.
    """
    text = " ".join(given.split())
    if not full_stop:
        text = text.rstrip(".")
    if not 1 <= len(text) <= _LONGEST or not text.isprintable():
        expected = N_("give a text of 1 to 500 printable characters")
        raise InvalidParameterError(name=name, expected=expected)
    return text


def user_name() -> str:
    """Return who runs the program, as the system knows them."""
    try:
        return pwd.getpwuid(os.getuid()).pw_name
    except KeyError:  # A container may run under a number without a name.
        return f"uid {os.getuid()}"
