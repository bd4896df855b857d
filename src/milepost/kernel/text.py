"""Text that must be unique or found: one key for all spellings that a person takes for the same."""

import unicodedata


def text_key(text: str) -> str:
    """The key under which a text is unique and searched.

    Compatibility form (NFKC), case folded, runs of white space made one space, none at the ends.

    >>> text_key("  Learn   GO ")
    'learn go'
    """
    return " ".join(unicodedata.normalize("NFKC", unicodedata.normalize("NFKC", text).casefold()).split())
