"""Every text of the pages goes through the catalogue: none stands in a template by itself."""

import re
from collections.abc import Iterator
from pathlib import Path

import pytest
from jinja2 import Environment

from milepost.entrypoints.web import catalogue as catalogues
from milepost.entrypoints.web import pages
from milepost.entrypoints.web.views import Frame
from tests.web import examples

TEMPLATES = sorted((Path(pages.__file__).parent / "templates").rglob("*.html"))
SAID = re.compile(r'(?:aria-label|placeholder|alt|title|data-copied|content)="[^"{]*[A-Za-z]{2}')
# What is not a word of any language: the name of the product, what a browser reads, keys, signs.
NAMES = ("Milepost", "Ctrl K", "Ctrl", "K", "N", "JSON", "CSV", "nbsp", "ensp")
FOR_BROWSERS = ("width=device-width", "light dark", "includeIndicatorCSS", "#faf", "#181")


def raw_parts(source: str) -> Iterator[str]:
    """What stands in a template outside of its expressions, and not inside a translated block."""
    inside = False
    for _line, kind, value in Environment(extensions=["jinja2.ext.i18n"]).lex(source):
        if kind == "name" and value in ("trans", "endtrans"):
            inside = value == "trans"
        elif kind == "data" and not inside:
            yield value


@pytest.mark.parametrize("file", TEMPLATES, ids=lambda file: file.name)
def test_no_text_stands_in_a_template_by_itself(file: Path) -> None:
    raw = "\0".join(raw_parts(file.read_text(encoding="utf-8")))
    said = [each for each in SAID.findall(raw) if not any(known in each for known in FOR_BROWSERS)]
    assert said == []
    # An element may be cut by an expression: what is open at either end of a part belongs to a tag.
    text = re.sub(r"<[^>]*>|<[^>]*$|^[^<]*>", " ", raw, flags=re.MULTILINE)
    text = re.sub(r"/[\w/]+", " ", text)
    for name in NAMES:
        text = re.sub(rf"\b{name}\b", " ", text)
    assert re.findall(r"\b[A-Za-z]{2,}\b", re.sub(r"&\w+;|\0[^\0]*=\"?", " ", text)) == []


SHOUTED = {
    "today": ("WEDNESDAY", "25 NOVEMBER", "2 OF 5 DONE", "THE ROAD AHEAD", "Save for the bakery"),
    "tree": ("Eight ON THE WAY, TWO REACHED", "THE SAME, ALSO UNDER Clean shifts", "FOR NO GOAL", "ARCHIVED"),
    "goal-behind": ("39.75", "LOG", "BEHIND", "BELOW IT", "Run a half marathon"),
    "settings": ("YOU AND YOUR DAY", "TIME ZONE", "Europe/Berlin", "MAKE A TOKEN"),
}
"""What some pages say, where all is said loudly but what a person wrote."""


class Shouted(catalogues.Catalogue):
    """A language in which everything is said loudly."""

    def gettext(self, message: str) -> str:
        """In capitals, but for what is filled in."""
        return re.sub(r"%\(\w+\)[sd]|[a-z]+", _loud, message)

    def ngettext(self, msgid1: str, msgid2: str, n: int) -> str:
        """The one or the many."""
        return self.gettext(msgid1 if n == 1 else msgid2)

    def pgettext(self, context: str, message: str) -> str:  # noqa: ARG002 (the form of gettext)
        """Without regard to its context."""
        return self.gettext(message)


def _loud(found: re.Match[str]) -> str:
    return found[0] if found[0].startswith("%") else found[0].upper()


def test_a_page_speaks_the_language_of_its_catalogue(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(pages, "catalogue", lambda _language: Shouted())
    pages.environment.cache_clear()
    try:
        for name, template, _frame, view in examples.pages():
            if name in SHOUTED:
                html = pages.page(template, Frame(language="xx"), view)
                text = re.sub(r"<[^>]+>|\s+", " ", html[html.index("<main") : html.index('class="toasts"')])
                assert 'lang="xx"' in html
                assert [words for words in SHOUTED[name] if words not in re.sub(" +", " ", text)] == []
    finally:
        pages.environment.cache_clear()
