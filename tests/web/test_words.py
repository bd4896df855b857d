"""Every text of the pages goes through the catalogue: none stands in a template by itself."""

import re
from collections.abc import Iterator
from pathlib import Path

import pytest
from babel.messages.mofile import write_mo
from babel.messages.pofile import read_po
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


def _loud(found: re.Match[str]) -> str:
    return found[0] if found[0].startswith("%") else found[0].upper()


def _shouted(text: str) -> str:
    return re.sub(r"%\(\w+\)[sd]|[a-z]+", _loud, text)


def test_a_page_speaks_the_language_of_its_catalogue(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    # Made of the template that translators get: what is missing there is not shouted.
    with (catalogues.FOLDER / f"{catalogues.DOMAIN}.pot").open("rb") as template:
        catalog = read_po(template, locale="de")
    for message in catalog:
        many = isinstance(message.id, tuple | list)
        message.string = tuple(map(_shouted, message.id)) if many else _shouted(str(message.id))
    messages = tmp_path / "de" / "LC_MESSAGES"
    messages.mkdir(parents=True)
    with (messages / f"{catalogues.DOMAIN}.mo").open("wb") as compiled:
        write_mo(compiled, catalog)
    monkeypatch.setattr(catalogues, "FOLDER", tmp_path)
    for cached in (catalogues.catalogue, pages.environment):
        cached.cache_clear()
    try:
        for name, template_name, _frame, view in examples.pages():
            html = pages.page(template_name, Frame(language="de"), view)
            assert [words for words in SHOUTED.get(name, ()) if words not in _seen(html)] == []
    finally:
        for cached in (catalogues.catalogue, pages.environment):
            cached.cache_clear()


def _seen(html: str) -> str:
    assert 'lang="de"' in html
    text = re.sub(r"<[^>]+>|\s+", " ", html[html.index("<main") :])
    return re.sub(" +", " ", text)
