"""A page as the tests read it."""

from html.parser import HTMLParser

VOID = {"meta", "link", "input", "br", "line", "circle", "path", "use", "rect"}


class Page(HTMLParser):
    """What a test asks of a page: its elements, whether they are closed in order, what is seen at once."""

    def __init__(self, text: str) -> None:
        super().__init__()
        self.elements: list[tuple[str, dict[str, str | None]]] = []
        self.inline: list[str] = []
        self.text: list[str] = []
        self._open: list[str] = []
        self._hidden: list[int] = []
        self.feed(text)
        assert not self._open

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        names = [name for name, _ in attrs]
        assert len(names) == len(set(names)), f"<{tag}> has an attribute twice: {names}"
        self.elements.append((tag, dict(attrs)))
        if tag not in VOID:
            self._open.append(tag)
            if tag == "dialog" or "hidden" in names:
                self._hidden.append(len(self._open))

    def handle_startendtag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.elements.append((tag, dict(attrs)))

    def handle_endtag(self, tag: str) -> None:
        if self._hidden[-1:] == [len(self._open)]:
            self._hidden.pop()
        assert self._open.pop() == tag

    def handle_data(self, data: str) -> None:
        if self._open[-1:] in (["script"], ["style"]):
            self.inline.append(data)
        if not self._hidden:
            self.text.append(data)

    def all(self, tag: str) -> list[dict[str, str | None]]:
        return [attributes for name, attributes in self.elements if name == tag]

    def attributes(self, name: str) -> list[str]:
        return [value or "" for _, each in self.elements if name in each for value in [each[name]]]
