"""Text that must be unique or found: one key for all spellings that a person takes for the same."""

import re
import unicodedata

_UNCLEAN = re.compile("[\0\ud800-\udfff]")


def is_clean(text: str) -> bool:
    """Whether a text can be kept: no U+0000, no half of a surrogate pair."""
    return _UNCLEAN.search(text) is None


def text_key(text: str) -> str:
    """The key under which a text is unique and searched.

    Compatibility form (NFKC), case folded, runs of white space made one space, none at the ends.

    >>> text_key("  Learn   GO ")
    'learn go'
    """
    return " ".join(unicodedata.normalize("NFKC", unicodedata.normalize("NFKC", text).casefold()).split())
