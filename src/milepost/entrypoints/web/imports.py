"""Bringing a file in: chosen, looked at, and what it did."""

from uuid import UUID

from starlette.responses import Response

from milepost.entrypoints.web.forms import filled, refused, same
from milepost.entrypoints.web.import_views import ImportFormPage, ImportPage
from milepost.entrypoints.web.places import Places
from milepost.entrypoints.web.visit import Visit
from milepost.exchange import queries as imports
from milepost.exchange.errand import Errand
from milepost.exchange.errors import ImportRunning
from milepost.exchange.importing import begin_import
from milepost.exchange.rows import state
from milepost.exchange.schemas import ENTRIES, NewImport
from milepost.goals import queries
from milepost.kernel.errors import Failure, Invalid
from milepost.kernel.faults import typed
from milepost.kernel.work import Known, Reading, Work

places = Places()

FORM, REPORT = "import.html", "import_report.html"
_PLACES = same("format", "file", "dry_run") | {"goal_id": ""}


@places.get("/import")
async def choose(visit: Visit) -> Response:
    """The form for a whole record."""
    await visit.read(lambda reading: reading.owner)
    return visit.show(FORM, ImportFormPage(is_gone=visit.asked("done") == "gone"), "settings")


@places.get("/goals/{goal_id:uuid}/import")
async def choose_sheet(visit: Visit) -> Response:
    """The form for a sheet of one goal's entries."""
    goal_id = visit.id("goal_id")
    return visit.show(FORM, await visit.read(lambda reading: _sheet_page(reading, goal_id)), "goals")


@places.upload("/import")
async def start(visit: Visit) -> Response:
    """Begin to bring a record in, and go to where its course is shown."""
    return await _started(visit, None)


@places.upload("/goals/{goal_id:uuid}/import")
async def start_sheet(visit: Visit) -> Response:
    """Begin to bring a sheet of entries in."""
    goal_id = visit.id("goal_id")
    await visit.read(lambda reading: queries.goal(reading, goal_id))
    return await _started(visit, goal_id)


@places.get("/import/{import_id:uuid}")
async def report(visit: Visit) -> Response:
    """How far an import is, or what it did."""
    import_id = visit.id("import_id")

    def shown(reading: Reading) -> ImportPage:
        course = imports.course(reading, import_id)
        status, told = state(reading, course)
        waits = visit.imports.kept.has(reading.owner, import_id)
        return ImportPage(str(import_id), status, course.done, course.total, told or {}, waits)

    return visit.show(REPORT, await visit.read(shown), "settings")


@places.post("/import/{import_id:uuid}/confirm")
async def confirm(visit: Visit) -> Response:
    """Bring in the file that was looked at."""
    import_id = visit.id("import_id")

    def owner_of(reading: Reading) -> UUID:
        imports.course(reading, import_id)
        return reading.owner

    owner = await visit.read(owner_of)
    kept = visit.imports.kept.take(owner, import_id)
    if kept is None:
        return visit.go("/import?done=gone")
    new = kept.new.model_copy(update={"dry_run": False})
    try:
        begun = await visit.write(lambda work: begin_import(work, new))
    except Failure:
        # It may be confirmed once more.
        visit.imports.kept.keep(owner, import_id, kept.new, kept.file)
        raise
    visit.imports.take(Errand(visit.app, Known(owner), begun, new, kept.file))
    return visit.go(f"/import/{begun}")


async def _started(visit: Visit, goal_id: UUID | None) -> Response:
    fields = filled(visit.fields, ("format", "dry_run"))
    if goal_id is not None:
        fields |= {"format": ENTRIES, "goal_id": str(goal_id)}
    begun: list[Errand] = []

    def begin(work: Work) -> UUID:
        import_id = begin_import(work, new)
        assert visit.file is not None
        begun[:] = [Errand(visit.app, Known(work.owner), import_id, new, visit.file)]
        return import_id

    try:
        new = typed(NewImport, fields)
        import_id = await visit.write(begin)
    except (Invalid, ImportRunning) as failure:
        return await _again(visit, goal_id, failure)
    visit.imports.take(begun[0])
    visit.file = None
    return visit.go(f"/import/{import_id}")


async def _again(visit: Visit, goal_id: UUID | None, failure: Failure) -> Response:
    form = refused(visit.fields, failure, _PLACES)
    if goal_id is None:
        return visit.show(FORM, ImportFormPage(form), "settings", failure)
    page = await visit.read(lambda reading: _sheet_page(reading, goal_id))
    return visit.show(FORM, ImportFormPage(form, page.goal_id, page.title), "goals", failure)


def _sheet_page(reading: Reading, goal_id: UUID) -> ImportFormPage:
    goal = queries.goal(reading, goal_id)
    return ImportFormPage(goal_id=str(goal.id), title=goal.title)
