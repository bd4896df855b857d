"""The words of the pages in a person's language: gettext catalogues, and English where there is none."""

import gettext
from functools import lru_cache
from pathlib import Path

DOMAIN = "milepost"
FOLDER = Path(__file__).parent / "locale"

Catalogue = gettext.NullTranslations


@lru_cache
def catalogue(language: str) -> Catalogue:
    """The catalogue of this language; one that leaves every word as it is written where none is there."""
    return gettext.translation(DOMAIN, FOLDER, [language], fallback=True)
