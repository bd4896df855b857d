"""Reading and work: who may open what, and that those who listen may refuse."""

from uuid import uuid4

import pytest

from milepost.accounts.actions import make_token
from milepost.accounts.keys import presented
from milepost.accounts.schemas import NewToken
from milepost.goals import actions, queries
from milepost.goals.events import GoalCompleted
from milepost.goals.schemas import NewEntry
from milepost.kernel.errors import Conflict, Invalid, SignedOut
from milepost.kernel.statements import Number, change, statement
from milepost.kernel.wiring import Wiring
from milepost.kernel.work import App, Known, NoSuchOwner, Presented, ScopeTooSmall, Work
from tests.cast import Cast
from tests.goals.test_logging import goal

_EVERYBODY = statement("tests.everybody", Number, "SELECT count(*) FROM users", scope="operator")
_NAMED = change("tests.named", "UPDATE users SET full_name = :name WHERE id = :owner")


def token(app: App, who: Known, *scopes: str) -> Presented:
    new = NewToken.model_validate({"name": "test", "scopes": list(scopes)})
    found = presented(app.write_now(who, lambda work: make_token(work, new)).secret)
    assert found is not None
    return found


def test_a_token_opens_as_far_as_its_scopes_go(app: App, cast: Cast) -> None:
    made = goal(app, cast.alice)
    reads, writes = token(app, cast.alice, "read"), token(app, cast.alice, "write")
    assert app.read_now(reads, lambda reading: queries.goal(reading, made.id)).id == made.id
    with pytest.raises(ScopeTooSmall):
        app.write_now(reads, lambda work: actions.log_progress(work, made.id, NewEntry(value=1)))
    assert app.write_now(writes, lambda work: actions.log_progress(work, made.id, NewEntry(value=1))).made


def test_a_key_that_leads_nowhere_opens_nothing(app: App) -> None:
    for key in (f"token:{'0' * 64}", f"session:{'0' * 64}"):
        with pytest.raises(SignedOut):
            app.read_now(Presented(key), lambda reading: reading.owner)
    with pytest.raises(SignedOut):
        app.read_now(Known(uuid4()), lambda reading: reading.owner)


def test_the_record_of_another_is_as_unknown_as_one_that_is_not_there(app: App, cast: Cast) -> None:
    for owner in (cast.bob.user_id, uuid4()):
        with pytest.raises(NoSuchOwner):
            app.reading(cast.alice, lambda reading: reading.owner, owner).result(10)
    own = app.reading(cast.alice, lambda reading: reading.owner, cast.alice.user_id)
    assert own.result(10) == cast.alice.user_id


def test_the_owner_is_bound_by_the_door_and_cannot_be_passed(app: App, cast: Cast) -> None:
    bob = cast.bob.user_id
    with pytest.raises(TypeError, match="owner"):
        app.write_now(cast.alice, lambda work: work.run(_NAMED, owner=bob, name="x"))
    with pytest.raises(TypeError, match="name"):
        app.write_now(cast.alice, lambda work: work.run(_NAMED))


def test_statements_over_all_owners_are_for_the_operator_alone(app: App, cast: Cast) -> None:
    with pytest.raises(PermissionError):
        app.read_now(cast.alice, lambda reading: reading.all(_EVERYBODY))


def test_who_listens_may_refuse_and_so_undo_the_work(app: App, cast: Cast) -> None:
    heard: list[GoalCompleted] = []

    def refusing(work: Work, event: GoalCompleted) -> None:
        heard.append(event)
        work.run(_NAMED, name="was here")
        raise Conflict("not today")

    wiring = Wiring()
    wiring.on(GoalCompleted, refusing)
    listening = App(app.database, app.identify, wiring)
    made = goal(app, cast.alice)
    with pytest.raises(Conflict, match="not today"):
        listening.write_now(
            cast.alice,
            lambda work: actions.log_progress(work, made.id, NewEntry.model_validate({"value": "5000"})),
        )
    assert heard
    assert {each.goal_id for each in heard} == {made.id}
    after = app.read_now(cast.alice, lambda reading: queries.goal(reading, made.id))
    assert (after.status, after.current_value, after.last_seq) == ("active", 0, 0)


def test_the_clock_decides_what_today_is(app: App, cast: Cast) -> None:
    made = goal(app, cast.bob)
    now = app.clock()
    later = App(app.database, app.identify, app.wiring, clock=lambda: now.replace(year=now.year + 1))
    day = later.read_now(cast.bob, lambda reading: reading.today)
    entry = NewEntry(value=1, entry_date=day)
    with pytest.raises(Invalid):
        app.write_now(cast.bob, lambda work: actions.log_progress(work, made.id, entry))
    assert later.write_now(cast.bob, lambda work: actions.log_progress(work, made.id, entry)).made
