"""Every template, rendered in every state that it has."""

from collections import Counter
from pathlib import Path

import pytest

from milepost.entrypoints.web import pages
from milepost.entrypoints.web.goals.views import TodayPage
from milepost.entrypoints.web.views import Frame
from milepost.goals.rules.measure import Measured
from tests.web import example_goals as mine
from tests.web import examples
from tests.web.markup import Page

TEMPLATES = Path(pages.__file__).parent / "templates"
RENDERED = {name: (template, frame, view) for name, template, frame, view in examples.pages()}


@pytest.fixture(scope="module", autouse=True)
def _built_files() -> None:
    """Pages name the files of the front end, so it must have been built."""
    pages.built("style.css")


@pytest.fixture(params=RENDERED)
def page(request: pytest.FixtureRequest) -> Page:
    template, frame, view = RENDERED[request.param]
    return Page(pages.page(template, frame, view))


def test_a_page_carries_no_inline_script_and_no_inline_style(page: Page) -> None:
    assert not page.inline
    assert not page.attributes("style")
    handlers = [name for _, each in page.elements for name in each if name.startswith(("on", "hx-on"))]
    assert not handlers


def test_a_page_asks_nothing_of_another_origin(page: Page) -> None:
    for name in ("src", "href", "action", "hx-post"):
        assert all(address.startswith(("/", "#")) for address in page.attributes(name))


def test_every_form_that_changes_something_carries_the_token(page: Page) -> None:
    posts = sum(form.get("method") == "post" for form in page.all("form"))
    tokens = [field for field in page.all("input") if field.get("name") == "csrf_token"]
    assert len(tokens) == posts


def test_every_id_is_there_once_and_every_reference_finds_its_own(page: Page) -> None:
    ids = Counter(page.attributes("id"))
    assert max(ids.values()) == 1
    wanted = page.attributes("for")
    for name in ("aria-labelledby", "aria-describedby"):
        wanted += [each for value in page.attributes(name) for each in value.split()]
    wanted += [address[1:] for address in page.attributes("href") if address.startswith("#")]
    assert set(wanted) <= set(ids)


def test_every_field_has_a_label(page: Page) -> None:
    labelled = set(page.attributes("for"))
    for field in [*page.all("input"), *page.all("select")]:
        is_seen = field.get("type") != "hidden" and "hidden" not in field
        # Some stand inside their label.
        if is_seen and field.get("name") not in ("scope", "color"):
            assert field.get("id") in labelled


def test_a_page_has_one_title_one_main_heading_and_one_main_part(page: Page) -> None:
    assert [len(page.all(tag)) for tag in ("h1", "main")] == [1, 1]
    assert page.all("html")[0]["lang"] == "en"


def test_every_template_is_rendered_by_an_example() -> None:
    bases = {"base.html", "frame.html", "gate.html"}
    rendered = {template for template, _, _ in RENDERED.values()}
    assert {path.name for path in TEMPLATES.glob("*.html")} == rendered | bases


def test_what_was_typed_stays_in_its_field_with_what_is_wrong_below_it() -> None:
    template, frame, view = RENDERED["goal-wrong"]
    page = Page(pages.page(template, frame, view))
    (value,) = [field for field in page.all("input") if field.get("name") == "value"]
    assert (value["value"], value["aria-invalid"]) == ("6o", "true")
    assert "A number with at most two places, such as 12.50." in page.text
    assert [option.get("value") for option in page.all("option") if "selected" in option] == ["other"]


def test_titles_and_units_are_shown_as_text() -> None:
    measured = mine.BAKERY_MEASURED
    goal = mine.target_goal("<script>alert(1)</script>", '"><b>', measured, 1)
    text = pages.page("goal.html", Frame(), mine.goal_page(goal, measured, []))
    assert "<script>alert" not in text and '"><b>' not in text
    assert "&lt;script&gt;alert(1)&lt;/script&gt;" in text


def test_the_theme_stands_on_the_page_only_where_one_is_chosen() -> None:
    def theme(frame: Frame) -> str | None:
        page = Page(pages.page("today.html", frame, TodayPage(mine.TODAY)))
        return page.all("html")[0].get("data-theme")

    assert theme(Frame()) is None
    assert theme(Frame(theme="dark")) == "dark"


def test_one_day_is_told_as_one() -> None:
    measured = Measured(0, 10_00, 9_00, mine.TODAY - 9 * mine.DAY, mine.TODAY + mine.DAY, False, "active")
    goal = mine.target_goal("Run", "km", measured, 1)
    text = pages.page("goal.html", Frame(), mine.goal_page(goal, measured, []))
    assert "1 in 1 day</dd>" in text and "1 to go at 1 a day is 1 day" in text
    assert "1 days" not in text
