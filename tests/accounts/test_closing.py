"""Closing an account: everything goes that was the person's, and nothing else, on both engines."""

from functools import partial

import pytest

from milepost.accounts.actions import close_account
from milepost.accounts.errors import WrongPassword
from milepost.exchange.models import staged
from milepost.exchange.owned import everything
from milepost.kernel.errors import SignedOut
from milepost.kernel.schema import metadata
from milepost.kernel.settings import Settings
from milepost.kernel.work import App, Known
from tests.architecture.filled import fill
from tests.architecture.past_the_door import rows
from tests.cast import PASSWORD_HASH, Cast


def close(app: App, who: Known, proven: str = PASSWORD_HASH) -> None:
    app.write_now(who, partial(close_account, proven_hash=proven))


def test_everything_goes_that_was_theirs_and_nothing_of_anybody_else(
    app: App, cast: Cast, settings: Settings
) -> None:
    fill(app, settings, cast.alice)
    fill(app, settings, cast.bob)
    with rows(settings) as there:
        his = there.everything_of(cast.bob.user_id)
        keys = [
            row["id"]
            for name in ("sessions", "api_tokens")
            for row in there.everything_of(cast.alice.user_id)[name]
        ]
    close(app, cast.alice)
    with rows(settings) as there:
        assert not any(there.everything_of(cast.alice.user_id).values())
        assert there.everything_of(cast.bob.user_id) == his
        for row_id in (cast.alice.user_id, *keys):
            assert there.all("SELECT id FROM last_seen WHERE id = :id", id=row_id) == []
        assert there.all("SELECT id FROM outbox WHERE user_id = :id", id=cast.alice.user_id) == []
    with pytest.raises(SignedOut):
        app.read_now(cast.alice, lambda reading: reading.today)


def test_what_goes_is_told_beforehand(app: App, cast: Cast, settings: Settings) -> None:
    assert not any(app.read_now(cast.charlie, everything).values())
    fill(app, settings, cast.alice)
    told = app.read_now(cast.alice, everything)
    with rows(settings) as there:
        hers = there.everything_of(cast.alice.user_id)
    tables = {"entries": "progress_entries", "tokens": "api_tokens"}
    assert set(told) == {
        "goals", "entries", "categories", "practice_sessions", "imports", "sessions", "tokens",
    }  # fmt: skip
    assert told == {kind: len(hers[tables.get(kind, kind)]) for kind in told}
    assert all(told.values())


def test_an_address_is_free_again(app: App, cast: Cast) -> None:
    known = cast.alice
    close(app, known)
    again = Cast(app)
    again._mark = cast._mark
    assert again.alice.user_id != known.user_id


def test_another_password_since_it_was_compared_closes_nothing(app: App, cast: Cast) -> None:
    with pytest.raises(WrongPassword):
        close(app, cast.alice, proven="another")
    assert app.read_now(cast.alice, lambda reading: reading.owner) == cast.alice.user_id


def test_every_kind_of_thing_that_a_person_can_have_is_told_of_or_is_a_part() -> None:
    parts = {
        "users", "password_resets", "idempotency_keys", "gone_ids", "goal_status_intervals",
        "practice_session_goals", "import_ids", "user_preferences",
    }  # fmt: skip
    parts |= {table.name for table in staged().values()}
    assert {table.name for table in metadata.sorted_tables if table.info["kind"] == "owned"} - {
        table.name for table in metadata.sorted_tables if table.info.get("called")
    } == parts
