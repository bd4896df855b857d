"""A person with something in every table, made by the product's own actions wherever it has them."""

import io
from dataclasses import replace
from datetime import timedelta
from functools import partial

from milepost.accounts.actions import change_preferences, change_profile, make_reset, make_token
from milepost.accounts.actions.sessions import open_session
from milepost.accounts.schemas import NewToken, PreferencesChange, ProfileChange
from milepost.exchange.errand import Errand
from milepost.exchange.export import BEFORE_ALL
from milepost.exchange.importing import begin_import
from milepost.exchange.owned import owned
from milepost.exchange.queries import SILENCE
from milepost.exchange.schemas import NewImport
from milepost.goals.actions import create_category, create_goal, delete_entry, log_progress, move_on
from milepost.goals.schemas import NewCategory, NewEntry, NewGoal
from milepost.kernel import attempts, outbox
from milepost.kernel.calendar import instant_shown
from milepost.kernel.ids import new_id
from milepost.kernel.repeats import Answer, fingerprint, once
from milepost.kernel.schema import metadata
from milepost.kernel.seen import Seen
from milepost.kernel.settings import Settings
from milepost.kernel.work import App, Known, Reading, Work
from milepost.practice.actions import create_session
from milepost.practice.schemas import NewSession
from tests.architecture.past_the_door import rows

LIMIT = attempts.Limit("scratch", 10, 60)


def fill(app: App, settings: Settings, person: Known) -> None:
    """Give a person rows in every table, with every foreign key in use.

    A new table fails here by its name: have an action of the product fill it.
    """
    app.write_now(person, _keys)
    app.write_now(person, _goals)
    app.write_now(person, _tree)
    _import(app, person)
    app.write_now(person, partial(attempts.count, limit=LIMIT, subject=str(person.user_id)))
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
    change_preferences(work, PreferencesChange(ai_model=f"a model {_mark(work)}"))
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


def _tree(work: Work) -> None:
    whose = _mark(work)
    create_category(work, NewCategory(name=f"Music {whose}"))
    category = create_category(work, NewCategory(name=f"Health {whose}", color="#00aa77"))
    new = NewGoal(
        title=f"Above {whose}", goal_type="continuous_counter", unit="days", category_id=category.id
    )
    above = create_goal(work, new)
    log_progress(work, above.id, NewEntry())
    below = NewGoal(title=f"Below {whose}", goal_type="milestone", parent_goal_id=above.id)
    practised = create_goal(work, below)
    session = create_session(work, NewSession(goal_ids=[above.id, practised.id], name=f"Scales {whose}"))
    immediate = NewGoal(
        title=f"Bar 12 {whose}",
        goal_type="continuous_counter",
        unit="times",
        practice_session_id=session.session.row.id,
        level="immediate",
    )
    log_progress(work, create_goal(work, immediate).id, NewEntry(id=new_id(), note=f"Slowly {whose}"))
    create_session(work, NewSession(goal_ids=[above.id], name=f"Arpeggios {whose}", completed=True))


def _import(app: App, person: Known) -> None:
    """One that fell silent, with a staged row of every kind and an id in the map: the next may begin."""
    earlier = replace(app, clock=lambda: app.clock() - 2 * SILENCE)
    new = NewImport(format="milepost")
    import_id = earlier.write_now(person, lambda work: begin_import(work, new))
    errand = Errand(earlier, person, import_id, new, io.BytesIO())
    for table in owned():
        read = partial(Reading.all, statement=table.read, after=BEFORE_ALL, limit=1000)
        errand.stage(table.name, app.read_now(person, read))
    errand.remember("ids", [(new_id(), new_id())])


def _mark_as_seen(app: App, settings: Settings, person: Known) -> None:
    seen = Seen()
    with rows(settings) as there:
        kept = there.everything_of(person.user_id)
    for key in [*kept["sessions"], *kept["api_tokens"], *kept["users"]]:
        seen.note(key["id"], app.clock())
    seen.flush(app)
