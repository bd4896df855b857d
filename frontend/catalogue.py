"""Every text of the pages, gathered for translators into `locale/milepost.pot`; `--check` only compares."""

import sys
from collections.abc import Iterator
from io import BytesIO
from pathlib import Path

from babel.messages.catalog import Catalog
from babel.messages.extract import extract
from babel.messages.pofile import write_po

from milepost.entrypoints.web import figures, sentences
from milepost.entrypoints.web.catalogue import DOMAIN, FOLDER
from milepost.entrypoints.web.pages import environment

WEB = Path(figures.__file__).parent
FILE = FOLDER / f"{DOMAIN}.pot"
KEYWORDS = {"gettext": None, "pgettext": ((1, "c"), 2)}

Message = tuple[str | tuple[str, str], str | None, str]
"""A text, or one and many of it; the context in which it stands, if any; and the file that has it."""


def gathered() -> bytes:
    """The template of all catalogues: each text once, with the files where it stands."""
    catalog = Catalog(project="Milepost", charset="utf-8", copyright_holder="The Milepost authors")
    for text, context, place in (*_of_templates(), *_of_code(), *_of_lists()):
        catalog.add(text, context=context, locations=[(place, 0)])
    raw = BytesIO()
    write_po(raw, catalog, omit_header=True, sort_output=True, include_lineno=False, width=100)
    return raw.getvalue()


def _of_templates() -> Iterator[Message]:
    for file in sorted((WEB / "templates").rglob("*.html")):
        source = file.read_text(encoding="utf-8")
        for _line, function, text in environment().extract_translations(source):  # type: ignore[attr-defined]
            one = text if isinstance(text, str) else tuple(each for each in text if each is not None)
            yield (one[0] if function == "gettext" and not isinstance(one, str) else one), None, _named(file)


def _of_code() -> Iterator[Message]:
    for file in sorted(WEB.rglob("*.py")):
        with file.open("rb") as source:
            for _line, text, _comments, context in extract("python", source, keywords=KEYWORDS):
                yield text, context, _named(file)


def _of_lists() -> Iterator[Message]:
    """What is looked up by a name that only the program knows."""
    for text in (*sentences.WORDS.values(), *sentences.CODES.values()):
        yield text, None, "sentences.py"
    for text in figures.WEEKDAYS:
        yield text, None, "figures.py"
    for text in figures.COUNTS:
        yield text, "count", "figures.py"
    for text in figures.MONTHS:
        yield text, "month", "figures.py"
        yield text[:3], "short month", "figures.py"
    for context in ("month", "short month"):
        for form in ("%(day)d %(month)s", "%(day)d %(month)s %(year)d"):
            yield form, context, "figures.py"


def _named(file: Path) -> str:
    return file.relative_to(WEB).as_posix()


if __name__ == "__main__":
    if "--check" in sys.argv[1:]:
        sys.exit(
            0 if FILE.read_bytes() == gathered() else f"{FILE} is not what the pages say: make catalogue"
        )
    FILE.parent.mkdir(exist_ok=True)
    FILE.write_bytes(gathered())
