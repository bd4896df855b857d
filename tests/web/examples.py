"""Believable views, one for each page in each state."""

from collections.abc import Iterator
from dataclasses import replace
from datetime import date, datetime
from uuid import UUID

from milepost.entrypoints.web.account_views import (
    GatePage,
    NewToken,
    ProblemPage,
    SessionLine,
    SettingsPage,
    TokenLine,
)
from milepost.entrypoints.web.goals.form_views import GoalForm, NewGoalPage, Under
from milepost.entrypoints.web.goals.trail import Entry
from milepost.entrypoints.web.goals.views import EntryPage, Goal, GoalPage, GoalsPage, Group, TodayPage
from milepost.entrypoints.web.import_views import ImportFormPage, ImportPage
from milepost.entrypoints.web.leaving import ClosePage
from milepost.entrypoints.web.views import BLANK, Form, Frame, Toast
from milepost.exchange.report import Broken, Report, refusal_view
from milepost.goals.rules import entries as fold
from milepost.goals.rules.measure import Measured
from tests.web import example_goals as mine
from tests.web import example_trees
from tests.web.example_goals import DAY, TODAY, goal_page, log_form, target_goal

FRAME = Frame(csrf="token-of-the-form", place="today")
GOALS = replace(FRAME, place="goals")
NO_NUMBER = "A number with at most two places, such as 12.50."
Example = tuple[str, str, Frame, object]


def settings(**more: object) -> SettingsPage:
    """A settings page with sessions and tokens."""
    sessions = (
        SessionLine("1", "Firefox on Linux", datetime(2026, 11, 25, 7, 40), is_this=True),
        SessionLine("2", "Safari on iPhone", datetime(2026, 11, 24, 22, 5)),
    )
    tokens = (
        TokenLine("1", "Bathroom scale", ("write",), date(2026, 3, 1), None, datetime(2026, 11, 25, 6, 30)),
        TokenLine("2", "Notebook", ("read",), date(2026, 10, 1), date(2027, 10, 1)),
    )
    profile = Form({"full_name": "Alice", "timezone": "Europe/Berlin", "day_start": "04:00"})
    zones = ("Asia/Tokyo", "Europe/Berlin", "Pacific/Auckland", "UTC")
    values = {"sessions": sessions, "tokens": tokens, "profile": profile} | more
    return SettingsPage("alice@example.org", TODAY, zones, **values)  # type: ignore[arg-type]


def pages() -> Iterator[Example]:
    """Every page in every state: a name, the template, its frame and its view."""
    yield from _gate_pages()
    yield from _import_pages()
    yield from _list_pages()
    yield from _goal_pages()
    yield from _moments_of_a_goal()
    yield from example_trees.pages()
    yield from _other_pages()


def _gate_pages() -> Iterator[Example]:
    gate = Frame(csrf="token-of-the-form")
    wrong = Form({"full_name": "Alice", "email": "alice@example"},
                 {"email": "This address has no ending, such as .org. The rest is kept."})  # fmt: skip
    refused = Form({"email": "alice@example.org"}, {"": "Email and password do not go together."})
    yield "sign-up", "sign_up.html", gate, GatePage(TODAY)
    yield "sign-up-wrong", "sign_up.html", gate, GatePage(TODAY, wrong)
    yield "sign-up-closed", "sign_up.html", gate, GatePage(TODAY, is_open=False)
    yield "sign-in", "sign_in.html", gate, GatePage(TODAY)
    yield "sign-in-wrong", "sign_in.html", gate, GatePage(TODAY, refused, is_open=False)
    yield "sign-in-closed", "sign_in.html", gate, GatePage(TODAY, is_closed=True)
    yield "forgot", "forgot.html", gate, GatePage(TODAY)
    yield "forgot-sent", "forgot.html", gate, GatePage(TODAY, is_sent=True)
    yield "new-password", "new_password.html", gate, GatePage(TODAY, token="once")


def _list_pages() -> Iterator[Example]:
    toast = Toast("delta", "Save for the bakery", 6000, "euros", "/goals/1/entries/2/delete")
    late, behind = Group("late", [mine.NOVELS]), Group("behind", [mine.RUN])
    on = Group("on", [mine.BAKERY, mine.SMOKE, mine.WEIGHT, mine.MILESTONE])
    day = TodayPage(TODAY, (late, behind, on), ahead=(mine.WEIGHT, mine.RUN, mine.BAKERY), worth=(mine.RUN,))
    yield "today", "today.html", FRAME, day
    yield "today-logged", "today.html", Frame("token", "today", toast=toast), day
    wrong = Form({"kind": "set", "value": "12,5o"}, {"value": NO_NUMBER})
    form = replace(mine.RUN, log=log_form(2, form=wrong, is_open=True))
    yield (
        "today-wrong",
        "today.html",
        FRAME,
        TodayPage(TODAY, (Group("behind", [form]), on), worth=(mine.RUN,)),
    )
    yield "today-done", "today.html", FRAME, TodayPage(TODAY, (Group("on", [mine.BAKERY, mine.SMOKE]),))
    yield "today-empty", "today.html", FRAME, TodayPage(TODAY)
    groups = (
        late,
        behind,
        Group("on", [mine.BAKERY, mine.WEIGHT]),
        Group("open", [mine.SMOKE, mine.MILESTONE]),
        Group("reached", [mine.COURSE]),
    )
    yield "goals", "goals.html", GOALS, GoalsPage(groups)
    yield "goals-empty", "goals.html", GOALS, GoalsPage(())
    yield from _new_pages()


def _new_pages() -> Iterator[Example]:
    yield "new", "goal_new.html", GOALS, NewGoalPage(GoalForm(TODAY))
    typed = {
        "title": "Save for the bakery",
        "goal_type": "target_based",
        "unit": "euros",
        "target_value": "18.000,00",
    }
    faults = {"target_value": NO_NUMBER, "deadline": "A goal with a number needs a day."}
    yield (
        "new-wrong",
        "goal_new.html",
        GOALS,
        NewGoalPage(
            GoalForm(TODAY, Form(typed, faults), example_trees.CATEGORIES),
            Under("goal", str(UUID(int=3)), "Open a bakery"),
        ),
    )
    yield (
        "new-counter",
        "goal_new.html",
        GOALS,
        NewGoalPage(GoalForm(TODAY, Form({"goal_type": "continuous_counter"}))),
    )


def _on_its_page(goal: Goal, form: Form = BLANK) -> Goal:
    return replace(goal, log=log_form(9, back="goal", form=form))


def _goal_pages() -> Iterator[Example]:
    saved, saving = mine.saved(), mine.BAKERY_MEASURED
    bakery = _on_its_page(mine.BAKERY)
    novels = [fold.Entry("delta", 100, date(2026, 1, 20) + 28 * n * DAY, n) for n in range(9)]
    counted = Measured(0, None, 8600, date(2026, 6, 1), None, False, "active")
    fresh = Measured(0, 500000, 0, TODAY, date(2027, 1, 31), False, "active")
    rent = _on_its_page(target_goal("Half a year of rent", "euros", fresh, 8))
    weight, run, late, smoke = map(_on_its_page, (mine.WEIGHT, mine.RUN, mine.NOVELS, mine.SMOKE))
    shown = {
        "goal": goal_page(bakery, saving, saved, 15),
        "goal-weight": goal_page(weight, mine.WEIGHT_MEASURED, mine.weights()),
        "goal-behind": goal_page(run, mine.RUN_MEASURED, mine.runs()),
        "goal-late": goal_page(late, mine.NOVELS_MEASURED, novels),
        "goal-counter": goal_page(smoke, counted, mine.SMOKE_ENTRIES, 12),
        "goal-fresh": goal_page(rent, fresh, []),
        "goal-milestone": GoalPage(mine.MILESTONE),
    }
    for name, view in shown.items():
        yield name, "goal.html", GOALS, view
    stall = Entry(str(UUID(int=1)), "delta", 59500, date(2026, 11, 21), 918000, "Second stall day")
    yield "entry", "entry.html", GOALS, EntryPage(bakery, stall)


def _moments_of_a_goal() -> Iterator[Example]:
    passed = Measured(0, 1200, 1200, date(2026, 2, 3), date(2026, 6, 30), False, "completed")
    units = [fold.Entry("delta", 100, date(2026, 2, 9) + 9 * n * DAY, n) for n in range(12)]
    toast = Toast("delta", "Pass the food hygiene course", 100, "units", "/undo")
    reached = goal_page(mine.COURSE, passed, units, just_reached=True)
    yield "goal-reached", "goal.html", replace(GOALS, toast=toast), reached
    typed = {"kind": "delta", "value": "6o", "day": "other", "other_day": "2026-12-24", "note": "A present"}
    unsaved = "The entry was not saved. Two things need a look."
    wrong = Form(typed, {"": unsaved, "value": NO_NUMBER, "other_day": "This day is still to come."})
    bakery = _on_its_page(mine.BAKERY, wrong)
    yield "goal-wrong", "goal.html", GOALS, goal_page(bakery, mine.BAKERY_MEASURED, mine.saved(), 15)


def _other_pages() -> Iterator[Example]:
    frame = Frame("token", "settings", theme="light")
    yield "settings", "settings.html", frame, settings()
    yield "close", "close.html", frame, ClosePage({"goals": 3, "entries": 1412, "tokens": 1})
    wrong = Form({}, {"password": "This is not the password you have."})
    yield "close-wrong", "close.html", frame, ClosePage({}, wrong)
    wrong = Form({}, {"current": "This is not the password you have."})
    made = NewToken("Phone", "mp_5f0c2a77aa31_Zk3vXq8sT1uWn0bYp6Lr9dFhJc2GeMx4")
    yield (
        "settings-changed",
        "settings.html",
        frame,
        settings(password=wrong, new_token=made, saved="profile"),
    )
    for status in (401, 403, 404, 429, 500):
        wait = 40 if status == 429 else None
        yield f"problem-{status}", "problem.html", Frame(), ProblemPage(status, "", wait, "0193-5f0c")


def _import_pages() -> Iterator[Example]:
    settings_frame = replace(FRAME, place="settings")
    wrong = Form({"format": "fractal"}, {"": "Another import is running; wait until it is done."})
    yield "import", "import.html", settings_frame, ImportFormPage()
    yield "import-wrong", "import.html", settings_frame, ImportFormPage(wrong)
    yield "import-sheet", "import.html", GOALS, ImportFormPage(goal_id=str(UUID(int=7)), title="Run")
    for name, status, done, told in (
        ("running", "running", 1200, {}),
        ("broken", "refused", 0, refusal_view(Broken("The file ends before it is whole.", 3, 14))),
        ("odd", "refused", 0, refusal_view(Broken("The tree is more than 64 levels deep."))),
        ("done", "done", 4000, _report().view(True)),
        ("dry", "done", 4000, replace(_report(), dry_run=True).view(False)),
        ("looked-at", "done", 4000, replace(_report(), dry_run=True).view(False)),
        ("empty", "done", 0, Report("fractal", False).view(False)),
    ):
        view = ImportPage(str(UUID(int=9)), status, done, 4000, told, name == "looked-at")
        yield f"import-{name}", "import_report.html", settings_frame, view


def _report() -> Report:
    told = Report("fractal", False)
    told.created.update({"goals": 3988, "practice_sessions": 12})
    told.merged["practice_sessions"] = 4
    told.unchanged["goals"] = 7
    told.deleted["goals"] = 1
    told.repair("/0/children/2", "deadline", "2023-02-29", None)
    told.refuse("/1", "its description is longer than 5,000 characters")
    return told
