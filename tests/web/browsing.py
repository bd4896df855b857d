"""Somebody at a browser without scripts: opens pages, fills in the forms that stand there, and sends them."""

import re
from html.parser import HTMLParser
from typing import Any

from starlette.testclient import TestClient

from tests.web.markup import Page


class _Form:
    def __init__(self, attributes: dict[str, str | None]) -> None:
        self.action = attributes.get("action") or ""
        self.method = attributes.get("method") or "get"
        self.names: set[str] = set()
        self.filled: dict[str, str] = {}


class _Forms(HTMLParser):
    """The forms of a page, as they would be sent if nothing were typed."""

    def __init__(self, text: str) -> None:
        super().__init__()
        self.found: list[_Form] = []
        self._select = ""
        self._is_chosen = False
        self._area = ""
        self.feed(text)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        given = dict(attrs)
        name = given.get("name") or ""
        if tag == "form":
            self.found.append(_Form(given))
        elif tag == "select":
            self._select = name
            self.found[-1].names.add(name)
        elif tag == "option" and ("selected" in given or self._select not in self.found[-1].filled):
            self.found[-1].filled[self._select] = given.get("value") or ""
            self._is_chosen = "value" not in given
        elif tag == "textarea" and name:
            self.found[-1].names.add(name)
            self._area = name
            self.found[-1].filled[name] = ""
        elif tag == "input" and name and self.found:
            self._input(self.found[-1], name, given)

    def _input(self, form: _Form, name: str, given: dict[str, str | None]) -> None:
        form.names.add(name)
        if given.get("type") not in ("radio", "checkbox") or "checked" in given:
            form.filled[name] = given.get("value") or ""

    def handle_endtag(self, tag: str) -> None:
        if tag == "textarea":
            self._area = ""

    def handle_data(self, data: str) -> None:
        if self._area:
            self.found[-1].filled[self._area] += data
        if self._is_chosen:
            self.found[-1].filled[self._select] = data.strip()
            self._is_chosen = False


class Seen:
    """A page as it is seen: where it stands, what it says, what can be sent from it."""

    def __init__(self, response: Any) -> None:
        self.status: int = response.status_code
        self.headers = response.headers
        self.html: str = response.text
        self.place: str = response.url.raw_path.decode()
        self.page = Page(self.html)
        self.forms = _Forms(self.html).found

    @property
    def text(self) -> str:
        """Everything that is written on it, white space collapsed."""
        return re.sub(r"[\s\u202f]+", " ", " ".join(self.page.text))

    @property
    def wrong(self) -> list[str]:
        """The sentences about what is wrong."""
        cared = re.findall(r'<p class="(?:hint|tell) care[^"]*"[^>]*>(.*?)</p>', self.html, re.DOTALL)
        return [re.sub(r"<[^>]+>", "", each).strip() for each in cared]

    def form(self, action: str, *names: str) -> _Form:
        """The form that goes to this address, and has these fields."""
        there = [form for form in self.forms if form.action == action]
        assert there, f"no form for {action} among {[form.action for form in self.forms]}"
        found = [form for form in there if form.names >= set(names)]
        assert found, f"{action} has no {sorted(set(names) - there[0].names)}"
        return found[0]

    def value(self, name: str) -> str:
        """What stands in the first field of this name."""
        return next(form.filled[name] for form in self.forms if name in form.filled)


class Browser:
    """One browser with its cookies."""

    def __init__(self, client: TestClient) -> None:
        self.client = client
        self.seen: Seen | None = None

    def open(self, place: str) -> Seen:
        """Go to a page, wherever that leads."""
        self.seen = Seen(self.client.get(place))
        return self.seen

    def send(self, action: str, **fields: str) -> Seen:
        """Fill in a form of the page that is open, send it, and see where that leads."""
        assert self.seen is not None
        form = self.seen.form(action, *fields)
        assert form.method == "post"
        self.seen = Seen(self.client.post(action, data=form.filled | fields))
        return self.seen

    def new_goal(self, **fields: str) -> str:
        """Make a goal, and stay on its page; the address of that."""
        self.open("/goals/new")
        place = self.send("/goals", **fields).place
        assert place.startswith("/goals/"), (self.seen and self.seen.wrong, fields)
        return place

    def log(self, goal: str, **fields: str) -> Seen:
        """Log on the page of a goal."""
        self.open(goal)
        return self.send(f"{goal}/entries", **fields)
