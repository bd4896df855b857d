"""Turning a template and its view into a page."""

import json
from functools import lru_cache
from pathlib import Path

from jinja2 import Environment, PackageLoader, StrictUndefined

from milepost.entrypoints.web.catalogue import catalogue
from milepost.entrypoints.web.figures import Figures
from milepost.entrypoints.web.views import Frame

STATIC = Path(__file__).parent / "static"
"""The folder served under /static."""


class NotBuilt(RuntimeError):
    """The style sheet and scripts of the pages are not built."""


@lru_cache(maxsize=1)
def _manifest() -> dict[str, str]:
    try:
        text = (STATIC / "built" / "manifest.json").read_text(encoding="utf-8")
    except FileNotFoundError as missing:
        raise NotBuilt("The style sheet and scripts are not built: run frontend/build.py.") from missing
    names: dict[str, str] = json.loads(text)
    return names


def built(name: str) -> str:
    """The address of a built file, which changes with its content and so may be cached for ever.

    Raises:
        NotBuilt: if the front end has not been built.
        KeyError: if nothing of that name is built.
    """
    return f"/static/built/{_manifest()[name]}"


def built_names() -> frozenset[str]:
    """The names of the built files, as they stand in addresses.

    Raises:
        NotBuilt: if the front end has not been built.
    """
    return frozenset(_manifest().values())


@lru_cache
def environment(language: str = "en") -> Environment:
    """The templates with the words, numbers and dates of this language; a missing value is an error."""
    words = catalogue(language)
    found = Environment(
        loader=PackageLoader("milepost.entrypoints.web"),
        extensions=["jinja2.ext.i18n"],
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
        auto_reload=False,
    )
    found.policies["ext.i18n.trimmed"] = True
    found.globals["built"] = built
    found.filters.update(Figures(words).filters())
    found.install_gettext_translations(words, newstyle=True)  # type: ignore[attr-defined]  # the extension's
    return found


def page(template: str, frame: Frame, view: object) -> str:
    """Render one page."""
    return environment(frame.language).get_template(template).render(frame=frame, page=view)
