"""Practice: every session, and a new one."""

from starlette.responses import Response

from milepost.entrypoints.web.forms import filled, refused, same, whole
from milepost.entrypoints.web.goals.about import session_line
from milepost.entrypoints.web.places import Places
from milepost.entrypoints.web.practice.choices import practicable
from milepost.entrypoints.web.practice.views import NewSessionPage, PracticePage
from milepost.entrypoints.web.views import Form
from milepost.entrypoints.web.visit import Visit
from milepost.goals import queries as goals
from milepost.kernel.errors import Conflict, Invalid
from milepost.kernel.faults import typed
from milepost.kernel.work import Reading
from milepost.practice import actions, queries
from milepost.practice.queries import Wanted
from milepost.practice.rows import Session
from milepost.practice.schemas import NewSession

places = Places()

NEWEST, MOST = 30, 2_000
"""How many sessions that were done are shown, at first and when all are asked for."""
_PLACES = same("name", "description", "planned_minutes") | {
    "goal_ids": "goal_id",
    "goal_ids/0": "goal_id",
    "goals.level-order": "goal_id",
    "goals.too-deep": "goal_id",
}


@places.get("/practice")
async def practice(visit: Visit) -> Response:
    """What is planned, and what was done."""
    limit = MOST if visit.asked("done") == "all" else NEWEST
    return visit.show("practice.html", await visit.read(lambda it: _page(it, limit)), "practice")


@places.get("/practice/new")
async def new_session(visit: Visit) -> Response:
    """An empty form, for the goal that the address names."""
    form = Form({"goal_id": visit.asked("goal")})
    return visit.show("practice_new.html", await visit.read(lambda it: _new_page(it, form)), "practice")


@places.post("/practice")
async def create_session(visit: Visit) -> Response:
    """Make a session and go to its page."""
    given: dict[str, object] = dict(filled(visit.fields, ("name", "description")))
    given["goal_ids"] = [visit.fields.get("goal_id", "")]
    given["planned_minutes"] = whole(visit.fields.get("planned_minutes", ""))
    try:
        new = typed(NewSession, given)
        made = await visit.write(lambda work: actions.create_session(work, new))
    except (Invalid, Conflict) as failure:
        form = refused(visit.fields, failure, _PLACES)
        view = await visit.read(lambda reading: _new_page(reading, form))
        return visit.show("practice_new.html", view, "practice", failure)
    return visit.go(f"/practice/{made.session.id}")


def _page(reading: Reading, limit: int) -> PracticePage:
    planned = queries.sessions(reading, MOST, wanted=Wanted(completed=False))
    done = queries.sessions(reading, limit + 1, wanted=Wanted(completed=True))
    titles = goals.titles(reading, {each for session in (*planned, *done) for each in session.goal_ids})

    def line(session: Session) -> tuple[Session, list[str]]:
        return session, [titles[each] for each in session.goal_ids]

    return PracticePage(
        reading.today,
        [session_line(reading, *line(each)) for each in planned],
        [session_line(reading, *line(each)) for each in done[:limit]],
        len(done) > limit,
    )


def _new_page(reading: Reading, form: Form) -> NewSessionPage:
    return NewSessionPage(reading.today, form, practicable(reading))
