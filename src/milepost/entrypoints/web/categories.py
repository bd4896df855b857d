"""Categories: all of them, a new one, and one to rename, colour or take away."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from uuid import UUID

from starlette.responses import Response

from milepost.entrypoints.web.forms import filled, refused, same
from milepost.entrypoints.web.goals.shown import goal_shown
from milepost.entrypoints.web.goals.views import Goal
from milepost.entrypoints.web.places import Places
from milepost.entrypoints.web.views import BLANK, Form
from milepost.entrypoints.web.visit import Visit
from milepost.goals import actions, listing, standings
from milepost.goals.categories import FIRST, CategoryRow, category
from milepost.goals.categories import categories as all_categories
from milepost.goals.listing import Wanted
from milepost.goals.schemas import CategoryChange, NewCategory
from milepost.kernel.errors import Conflict, Invalid
from milepost.kernel.faults import typed
from milepost.kernel.work import Reading

places = Places()

MOST = 1_000
"""How many categories, and how many goals of one, are shown."""
COLORS = ("#17694f", "#3b6ea5", "#7a5aa6", "#a64d79", "#b0562b", "#a88421", "#5f7a3a", "#6f665a")
"""What a category's dot can be."""
CATEGORY = "/categories/{category_id:uuid}"
_PLACES = same("name", "color") | {"categories.name-taken": "name"}


@dataclass(frozen=True, slots=True)
class CategoriesPage:
    """`categories.html`: every category by name, and a form for a new one with `name` and `color`."""

    rows: Sequence[CategoryRow]
    form: Form = BLANK
    colors: Sequence[str] = COLORS


@dataclass(frozen=True, slots=True)
class CategoryPage:
    """`category.html`: one category, its goals, and a form with `name` and `color`."""

    row: CategoryRow
    goals: Sequence[Goal]
    form: Form
    colors: Sequence[str] = COLORS


@places.get("/categories")
async def categories(visit: Visit) -> Response:
    """All categories."""
    return visit.show("categories.html", await visit.read(_page), "goals")


@places.post("/categories")
async def create_category(visit: Visit) -> Response:
    """Make a category."""
    try:
        new = typed(NewCategory, filled(visit.fields, ("name", "color")))
        await visit.write(lambda work: actions.create_category(work, new))
    except (Invalid, Conflict) as failure:
        form = refused(visit.fields, failure, _PLACES)
        view = await visit.read(lambda reading: replace(_page(reading), form=form))
        return visit.show("categories.html", view, "goals", failure)
    return visit.go("/categories")


@places.get(CATEGORY)
async def one(visit: Visit) -> Response:
    """One category with its goals."""
    category_id = visit.id("category_id")
    return visit.show("category.html", await visit.read(lambda it: _one(it, category_id)), "goals")


@places.post(CATEGORY)
async def change_category(visit: Visit) -> Response:
    """Rename a category, or give it another colour."""
    category_id = visit.id("category_id")
    given = {"name": visit.fields.get("name", ""), "color": visit.fields.get("color") or None}
    try:
        change = typed(CategoryChange, given)
        await visit.write(lambda work: actions.change_category(work, category_id, change))
    except (Invalid, Conflict) as failure:
        form = refused(visit.fields, failure, _PLACES)
        view = await visit.read(lambda reading: replace(_one(reading, category_id), form=form))
        return visit.show("category.html", view, "goals", failure)
    return visit.go("/categories")


@places.post(f"{CATEGORY}/delete")
async def delete_category(visit: Visit) -> Response:
    """Take a category away; its goals stay, in none."""
    category_id = visit.id("category_id")
    await visit.write(lambda work: actions.delete_category(work, category_id))
    return visit.go("/categories")


def _page(reading: Reading) -> CategoriesPage:
    return CategoriesPage(all_categories(reading, MOST, FIRST, ""))


def _one(reading: Reading, category_id: UUID) -> CategoryPage:
    row = category(reading, category_id)
    found = standings.stood_of(
        reading, listing.goals(reading, MOST, wanted=Wanted(categories=(category_id,)))
    )
    form = Form({"name": row.name, "color": row.color or ""})
    return CategoryPage(row, [goal_shown(each, reading.today) for each in found], form)
