"""Believable views of the pages of the tree, of practice and of categories."""

from collections.abc import Iterator
from dataclasses import replace
from datetime import UTC, datetime
from uuid import UUID

from milepost.entrypoints.web.categories import CategoriesPage, CategoryPage
from milepost.entrypoints.web.find import FindPage
from milepost.entrypoints.web.goals.form_views import (
    Choice,
    EditGoalPage,
    GoalDeletionPage,
    GoalForm,
    MovePage,
    Under,
)
from milepost.entrypoints.web.goals.tree_views import GoalNode, SessionNode, TreePage
from milepost.entrypoints.web.goals.views import PracticeLine
from milepost.entrypoints.web.practice.views import (
    NewSessionPage,
    PracticePage,
    SessionDeletionPage,
    SessionPage,
)
from milepost.entrypoints.web.views import BLANK, Form, Frame
from milepost.goals.categories import CategoryRow
from tests.web import example_goals as mine
from tests.web.example_goals import DAY, TODAY

FRAME = Frame(csrf="token-of-the-form", place="today")
GOALS = replace(FRAME, place="goals")
NO_NUMBER = "A number with at most two places, such as 12.50."
Example = tuple[str, str, Frame, object]
CATEGORIES = (Choice(str(UUID(int=70)), "Music"), Choice(str(UUID(int=71)), "Health"))
EDITED = {
    "title": "Run", "goal_type": "milestone", "level": "mid_term", "category_id": str(UUID(int=70)),
    "start_date": "2026-01-01", "description": "For the view", "weight": "1", "priority": "0",
    "progress_strategy": "auto",
}  # fmt: skip


def pages() -> Iterator[Example]:
    """Every page of the tree, of practice, of categories, and those found from anywhere."""
    yield from _tree_pages()
    yield from _practice_pages()
    yield from _category_pages()


def _tree_pages() -> Iterator[Example]:
    line = PracticeLine(str(UUID(int=50)), "Slow bows and shifts", True, TODAY - DAY, 45, ("Clean shifts",))
    planned = PracticeLine(str(UUID(int=51)), "Prelude with the metronome", False, TODAY)
    bow = GoalNode(replace(mine.MILESTONE, id=str(UUID(int=60)), title="Bow straight", level="immediate"))
    sessions = (SessionNode(line, (bow,)), SessionNode(planned))
    suite = replace(mine.MILESTONE, id=str(UUID(int=61)), title="First suite", level="short_term")
    again = replace(mine.MILESTONE, id=str(UUID(int=62)), title="Clean shifts", status="archived")
    roots = (
        GoalNode(suite, (GoalNode(mine.BAKERY), GoalNode(mine.COURSE)), sessions),
        GoalNode(replace(mine.COURSE, id=str(UUID(int=63))), (GoalNode(mine.RUN),)),
        GoalNode(again, (), (SessionNode(line, is_first=False),)),
        GoalNode(mine.SMOKE),
        GoalNode(replace(mine.WEIGHT, status="paused")),
    )
    shelf = (SessionNode(PracticeLine(str(UUID(int=52)), "Scales", False, TODAY)),)
    whole = TreePage(TODAY, roots, shelf, 12, 8, 2, hidden=2, ahead=(mine.WEIGHT, mine.RUN))
    yield "tree", "goals_tree.html", GOALS, whole
    yield "tree-archived", "goals_tree.html", GOALS, replace(whole, hidden=0, shows_archived=True, count=500)
    yield "tree-empty", "goals_tree.html", GOALS, TreePage(TODAY)
    yield (
        "edit",
        "goal_edit.html",
        GOALS,
        EditGoalPage("7", "Run", 3, GoalForm(TODAY, Form(EDITED), CATEGORIES)),
    )
    wrong = Form(EDITED | {"progress_strategy": "outcomes"}, {"": "Changed since.", "weight": NO_NUMBER})
    yield "edit-wrong", "goal_edit.html", GOALS, EditGoalPage("7", "Run", 3, GoalForm(TODAY, wrong))
    yield "delete", "goal_delete.html", GOALS, GoalDeletionPage("7", "Run", 2, 41, {"practice_sessions": 1})
    yield "delete-alone", "goal_delete.html", GOALS, GoalDeletionPage("7", "Run", 0, 0, {})
    above = Under("session", str(UUID(int=50)), "Slow bows")
    yield "move", "goal_move.html", GOALS, MovePage("7", "Run", above, CATEGORIES, CATEGORIES)
    yield (
        "move-wrong",
        "goal_move.html",
        GOALS,
        MovePage("7", "Run", None, (), (), CATEGORIES, "slow", "It cannot stand under itself."),
    )


def _practice_pages() -> Iterator[Example]:
    frame = replace(FRAME, place="practice")
    planned = PracticeLine(str(UUID(int=51)), "Prelude", False, TODAY, 30, ("Suite", "Shifts"))
    done = PracticeLine(str(UUID(int=50)), "Slow bows", True, TODAY, 45)
    before = PracticeLine(str(UUID(int=52)), "Scales", True, TODAY - DAY, None, ("Suite",))
    yield "practice", "practice.html", frame, PracticePage(TODAY, (planned,), (done, before), True)
    yield "practice-empty", "practice.html", frame, PracticePage(TODAY)
    yield "practice-new", "practice_new.html", frame, NewSessionPage(TODAY, BLANK, CATEGORIES)
    faults = Form(
        {"name": "Slow", "planned_minutes": "x"}, {"planned_minutes": "This must be a whole number."}
    )
    yield "practice-new-wrong", "practice_new.html", frame, NewSessionPage(TODAY, faults, CATEGORIES)
    yield "practice-new-none", "practice_new.html", frame, NewSessionPage(TODAY)
    whole = SessionPage(
        done, "To bar 16", 2, TODAY, CATEGORIES, CATEGORIES, (mine.RUN,), Form({"name": "Slow"})
    )
    yield "session", "practice_session.html", frame, whole
    yield (
        "session-bare",
        "practice_session.html",
        frame,
        SessionPage(planned, "", 1, TODAY, wrong="It stays."),
    )
    yield (
        "session-delete",
        "practice_delete.html",
        frame,
        SessionDeletionPage("1", "Slow", 2, 3, {"goals": 1}),
    )
    yield "session-delete-alone", "practice_delete.html", frame, SessionDeletionPage("1", "Slow", 0, 0, {})


def _category_pages() -> Iterator[Example]:
    at = datetime(2026, 11, 25, tzinfo=UTC)
    rows = [
        CategoryRow(UUID(int=number), UUID(int=0), name, name.lower(), color, number, 1, at, at)
        for number, (name, color) in enumerate((("Health", "#17694f"), ("Home", None)), 1)
    ]
    yield "categories", "categories.html", GOALS, CategoriesPage(rows)
    wrong = Form({"name": "Health", "color": "#123456"}, {"name": "There is a category of this name."})
    yield "categories-wrong", "categories.html", GOALS, CategoriesPage((), wrong)
    yield "category", "category.html", GOALS, CategoryPage(rows[0], [mine.RUN], Form({"name": "Health"}))
    yield "category-bare", "category.html", GOALS, CategoryPage(rows[1], [], Form({"name": "Home"}))
    pair = ((str(UUID(int=5)), "Run"),)
    yield "find", "find.html", replace(FRAME, place="find"), FindPage("ru", "ru", pair, pair, pair)
    yield "find-none", "find.html", replace(FRAME, place="find"), FindPage("zebra", "zebra")
    yield "find-all", "find.html", replace(FRAME, place="find"), FindPage()
    yield "more", "more.html", replace(FRAME, place="more"), None
    yield "offline", "offline.html", Frame(), None
