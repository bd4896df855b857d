"""`/categories`: what goals are sorted by."""

from typing import Annotated
from uuid import UUID

from fastapi import Body, Query
from starlette.responses import Response

from milepost.entrypoints.api.answers import Reply, created, done, ok
from milepost.entrypoints.api.call import CallDep
from milepost.entrypoints.api.route import BASE, Router
from milepost.goals import actions
from milepost.goals.categories import FIRST, categories, category, category_view
from milepost.goals.errors import CategoryNameTaken, NoSuchCategory
from milepost.goals.rows import deletion_view
from milepost.goals.schemas import CategoryChange, NewCategory
from milepost.goals.views import CategoryView, DeletionView
from milepost.kernel.fields import Page, RowId
from milepost.kernel.paging import DEFAULT, Cursor, Limit, Next, page
from milepost.kernel.work import Reading, Work

router = Router("/categories", "categories")
routers = (router,)

_CATEGORY = Cursor("categories", name_key=str, id=UUID)


@router.get("", answers=Page[CategoryView], owner=True)
async def list_categories(
    call: CallDep,
    limit: Limit = DEFAULT,
    cursor: Next | None = None,
    q: Annotated[str, Query(max_length=255, description="In the name.")] = "",
) -> Response:
    """List categories by name, each with how many goals and habits are in it."""
    after = _CATEGORY.read(cursor, FIRST)

    def listed(reading: Reading) -> Reply:
        return ok(page(categories(reading, limit + 1, after, q), limit, category_view, _CATEGORY))

    return await call.read(listed)


@router.post("", answers=CategoryView, status=201, fails=(CategoryNameTaken,))
async def create_category(call: CallDep, new: Annotated[NewCategory, Body()]) -> Response:
    """Make a category."""

    def made(work: Work) -> Reply:
        row = actions.create_category(work, new)
        return created(category_view(row), f"{BASE}/categories/{row.id}", row.version)

    return await call.write(made)


@router.get("/{category_id}", answers=CategoryView, fails=(NoSuchCategory,))
async def show_category(call: CallDep, category_id: RowId) -> Response:
    """Show a category."""

    def shown(reading: Reading) -> Reply:
        row = category(reading, category_id)
        return ok(category_view(row), row.version)

    return await call.read(shown)


@router.patch(
    "/{category_id}", answers=CategoryView, versioned=True, fails=(NoSuchCategory, CategoryNameTaken)
)
async def change_category(
    call: CallDep, category_id: RowId, change: Annotated[CategoryChange, Body()]
) -> Response:
    """Change what is sent of a category."""

    def changed(work: Work) -> Reply:
        row = actions.change_category(work, category_id, change, call.expected)
        return ok(category_view(row), row.version)

    return await call.write(changed)


@router.get("/{category_id}/deletion", answers=DeletionView, fails=(NoSuchCategory,))
async def preview_category_deletion(call: CallDep, category_id: RowId) -> Response:
    """Tell what deleting a category would take, and what would only be in none; changes nothing."""

    def told(reading: Reading) -> Reply:
        row = category(reading, category_id)
        return ok(deletion_view({"categories": 1}, {"goals": row.goal_count}))

    return await call.read(told)


@router.delete("/{category_id}", status=204, versioned=True, fails=(NoSuchCategory,))
async def delete_category(call: CallDep, category_id: RowId) -> Response:
    """Delete a category; goals that were in it are in none from then on."""

    def deleted(work: Work) -> Reply:
        actions.delete_category(work, category_id, call.expected)
        return done()

    return await call.write(deleted)
