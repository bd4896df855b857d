"""A person with something in every table, made by the product's own actions wherever it has them."""

from datetime import timedelta
from functools import partial

from milepost.accounts.actions import change_profile, make_reset, make_token
from milepost.accounts.actions.sessions import open_session
from milepost.accounts.schemas import NewToken, ProfileChange
from milepost.goals.actions import create_goal, delete_entry, log_progress, move_on
from milepost.goals.schemas import NewEntry, NewGoal
from milepost.kernel import attempts, outbox
from milepost.kernel.calendar import instant_shown
from milepost.kernel.ids import new_id
from milepost.kernel.repeats import Answer, fingerprint, once
from milepost.kernel.schema import metadata
from milepost.kernel.seen import Seen
from milepost.kernel.settings import Settings
from milepost.kernel.work import App, Known, Work
from tests.architecture.past_the_door import rows

LIMIT = attempts.Limit("scratch", 10, 60)


def fill(app: App, settings: Settings, person: Known) -> None:
    """Give a person rows in every table, with every foreign key in use.

    A new table fails here by its name: have an action of the product fill it, or SQL in `_by_hand`.
    """
    app.write_now(person, _keys)
    app.write_now(person, _goals)
    app.write_now(person, partial(attempts.count, limit=LIMIT, subject=str(person.user_id)))
    _by_hand(settings, person)
    _mark_as_seen(app, settings, person)
    require_filled(settings, person)


def require_filled(settings: Settings, person: Known) -> None:
    """See that no table is empty and no foreign key unused.

    Raises:
        AssertionError: with the names of what is missing.
    """
    with rows(settings) as there:
        empty = [name for name, found in there.everything_of(person.user_id).items() if not found]
        for table in metadata.sorted_tables:
            if not table.info["owner"] and not there.all(f"SELECT 1 FROM {table.name}"):
                empty.append(table.name)
        assert empty == [], f"nothing fills {', '.join(empty)}: add it to tests/architecture/filled.py"
        unused = [
            str(key.name)
            for table in metadata.sorted_tables
            if table.info["kind"] == "owned"
            for key in table.foreign_key_constraints
            if not any(row[key.column_keys[-1]] for row in there.of(table, person.user_id))
        ]
        assert unused == [], f"nothing uses {', '.join(unused)}: add it to tests/architecture/filled.py"


def _keys(work: Work) -> None:
    change_profile(work, ProfileChange(full_name="Somebody", day_start="04:00", week_start="sun"))
    open_session(work, f"a browser {_mark(work)}")
    until = instant_shown(work.now + timedelta(days=1))
    make_token(work, NewToken.model_validate({"name": f"a script {_mark(work)}", "expires_at": until}))
    make_reset(work)
    outbox.put(work, "scratch")


def _mark(work: Work) -> str:
    """A word in what this person writes that nobody else's has."""
    return work.owner.hex[-12:]


def _goals(work: Work) -> None:
    deadline, whose = work.today + timedelta(days=90), _mark(work)
    new = NewGoal(
        title=f"Books {whose}", goal_type="target_based", unit="books", target_value=3_00, deadline=deadline
    )
    reached = create_goal(work, new)
    begun = create_goal(work, new.model_copy(update={"title": f"Articles {whose}"}))
    log_progress(work, begun.id, NewEntry(value=1_00))
    count = NewGoal(title=f"Days without sugar {whose}", goal_type="continuous_counter", unit="days")
    create_goal(work, count)
    put_off = create_goal(work, count.model_copy(update={"title": f"Walks {whose}"}))
    move_on(work, put_off.id, "pause")
    log_progress(work, reached.id, NewEntry(value=1_00, note=f"The first {whose}"))
    log_progress(work, reached.id, NewEntry(value=2_00))
    mistaken = log_progress(work, reached.id, NewEntry(value=50_00, id=new_id()))
    delete_entry(work, reached.id, mistaken.entry.id)
    once(work, "scratch", fingerprint("scratch"), lambda _: Answer(201, b"{}", "/goals/1", '"1"'))


def _by_hand(settings: Settings, person: Known) -> None:
    """What no action of the product makes yet."""
    with rows(settings) as there:
        goals = there.of(metadata.tables["goals"], person.user_id)
        there.change(
            "UPDATE goals SET parent_goal_id = :parent WHERE user_id = :owner AND id = :child",
            owner=person.user_id,
            parent=goals[0]["id"],
            child=goals[1]["id"],
        )


def _mark_as_seen(app: App, settings: Settings, person: Known) -> None:
    seen = Seen()
    with rows(settings) as there:
        kept = there.everything_of(person.user_id)
    for key in [*kept["sessions"], *kept["api_tokens"], *kept["users"]]:
        seen.note(key["id"], app.clock())
    seen.flush(app)
