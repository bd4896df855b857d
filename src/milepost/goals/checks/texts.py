"""The keys by which texts are unique and searched are those of the texts."""

from collections.abc import Iterable, Iterator
from typing import NamedTuple
from uuid import UUID

from milepost.kernel.checks import Finding
from milepost.kernel.statements import Change, Statement, change, statement
from milepost.kernel.text import text_key
from milepost.kernel.work import Reading, Work

PAGE = 1_000


class _Text(NamedTuple):
    user_id: UUID
    id: UUID
    text: str
    key: str


class _Kept(NamedTuple):
    """A text with its key: how it is read and mended."""

    place: str
    read: Statement[_Text]
    mend: Change


_TITLES = statement(
    "goals.titles_with_keys",
    _Text,
    """SELECT user_id, id, title, title_key FROM goals
    WHERE (user_id, id) > (:after_user, :after_id) ORDER BY user_id, id LIMIT :limit""",
    scope="operator",
)
_DESCRIPTIONS = statement(
    "goals.descriptions_with_keys",
    _Text,
    """SELECT user_id, id, description, description_key FROM goals
    WHERE (user_id, id) > (:after_user, :after_id) ORDER BY user_id, id LIMIT :limit""",
    scope="operator",
)
_NAMES = statement(
    "categories.names_with_keys",
    _Text,
    """SELECT user_id, id, name, name_key FROM categories
    WHERE (user_id, id) > (:after_user, :after_id) ORDER BY user_id, id LIMIT :limit""",
    scope="operator",
)
_MEND_TITLE = change(
    "goals.mend_title_key",
    "UPDATE goals SET title_key = :key WHERE user_id = :user_id AND id = :id AND title = :text",
    scope="operator",
)
_MEND_DESCRIPTION = change(
    "goals.mend_description_key",
    "UPDATE goals SET description_key = :key WHERE user_id = :user_id AND id = :id AND description = :text",
    scope="operator",
)
_MEND_NAME = change(
    "categories.mend_name_key",
    "UPDATE categories SET name_key = :key WHERE user_id = :user_id AND id = :id AND name = :text",
    scope="operator",
)
_ALL = (
    _Kept("goals", _TITLES, _MEND_TITLE),
    _Kept("goals", _DESCRIPTIONS, _MEND_DESCRIPTION),
    _Kept("categories", _NAMES, _MEND_NAME),
)


def texts(reading: Reading, mend: Work | None) -> Iterable[Finding]:
    """Titles, descriptions and names whose key is another's; the key is made anew from the text."""
    for kept in _ALL:
        for each in _rows(reading, kept.read):
            true = text_key(each.text)
            if each.key == true:
                continue
            if mend is not None:
                mend.run(kept.mend, user_id=each.user_id, id=each.id, text=each.text, key=true)
            # What people wrote is not for the operator's eyes.
            yield Finding(
                "text keys", f"{kept.place} {each.id}", "the key of its text", "another", mend is not None
            )


def _rows(reading: Reading, read: Statement[_Text]) -> Iterator[_Text]:
    after = (UUID(int=0), UUID(int=0))
    while page := reading.all(read, after_user=after[0], after_id=after[1], limit=PAGE):
        yield from page
        after = (page[-1].user_id, page[-1].id)
