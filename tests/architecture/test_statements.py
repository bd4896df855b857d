"""The first lock: no declared statement reaches over an owner's border, on either engine."""

import pytest

from milepost.kernel.statements import BOUND_BY_THE_DOOR, Change, Declaration, Number, Statement
from milepost.kernel.work import App, Nobody, Reading, Work
from tests.architecture.declared import SOURCE, declarations, hidden, scratch_change, scratch_read
from tests.architecture.lock_one import faults
from tests.architecture.trespasses import NOT_NARROWED, OFFENDERS, Offender

DECLARATIONS = declarations()
MAKING = ("statements.py", "filling.py")
"""Modules of the kernel that make declarations for others."""
OPERATORS = [each for each in DECLARATIONS if each.scope == "operator"]


@pytest.mark.parametrize("declared", DECLARATIONS, ids=lambda each: each.name)
def test_a_declared_statement_stays_within_its_owner(declared: Declaration) -> None:
    assert list(faults(declared)) == []


@pytest.mark.parametrize("offender", OFFENDERS.values(), ids=OFFENDERS)
def test_a_statement_that_reaches_over_a_border_is_refused(offender: Offender) -> None:
    scope, row = offender.scope, offender.row
    declared: Declaration = (
        scratch_change(offender.sql, scope=scope)
        if row is None
        else scratch_read(row, offender.sql, scope=scope)
    )
    assert offender.reason in "; ".join(faults(declared))


def test_a_border_is_looked_for_in_both_texts() -> None:
    kept, open_text = "SELECT 1 FROM goals WHERE user_id = :owner", "SELECT 1 FROM goals"
    for texts in ({"sqlite": kept, "postgres": open_text}, {"sqlite": open_text, "postgres": kept}):
        assert NOT_NARROWED in "; ".join(faults(scratch_read(Number, **texts)))


def test_two_texts_must_take_the_same_and_answer_the_same() -> None:
    found = faults(
        scratch_read(
            Number,
            sqlite="SELECT 1 FROM goals WHERE user_id = :owner AND id = :goal_id",
            postgres="SELECT 1, 2 FROM goals WHERE user_id = :owner AND id = :id",
        )
    )
    assert list(found) == [
        "postgres: answers [2] columns, Number has 1",
        "only one text takes goal_id, id",
    ]


def test_every_statement_is_declared_where_its_name_can_be_found() -> None:
    assert len(DECLARATIONS) > 40
    hiding = {
        str(path.relative_to(SOURCE)): ways
        for path in SOURCE.rglob("*.py")
        if path.name not in MAKING and (ways := list(hidden(path.read_text(encoding="utf-8"))))
    }
    assert hiding == {}


@pytest.mark.parametrize(
    ("source", "way"),
    [
        ("X = change(NAME, 'DELETE FROM outbox')", "not written out"),
        ("def f():\n    return change('x', 'DELETE FROM outbox')", "only when a function runs"),
        ("from milepost.kernel import statements", "taken whole"),
        ("X = Change('x', '', '', 'owner')", "past the declaring functions"),
    ],
)
def test_a_statement_that_nobody_finds_is_refused(source: str, way: str) -> None:
    taken = "from milepost.kernel.statements import Change, change\n"
    assert way in "; ".join(hidden(taken + source))


def test_a_statement_under_another_name_is_refused() -> None:
    assert list(hidden("from milepost.kernel.statements import change as c")) == [
        "line 1: change goes by another name"
    ]


def test_the_owner_comes_by_the_door_alone() -> None:
    by_hand = {
        declared.name: sorted(declared.parameters & {"user_id", "owner_id"})
        for declared in DECLARATIONS
        if declared.scope != "operator" and declared.parameters & {"user_id", "owner_id"}
    }
    assert by_hand == {}
    assert {"owner", "actor", "now"} == BOUND_BY_THE_DOOR


@pytest.mark.parametrize("declared", OPERATORS, ids=lambda each: each.name)
def test_what_looks_over_all_owners_is_for_the_operator_alone(app: App, declared: Declaration) -> None:
    def ask(reading: Reading) -> None:
        assert isinstance(declared, Statement)
        reading.all(declared)

    def carry_out(work: Work) -> None:
        assert isinstance(declared, Change)
        work.run(declared)

    with pytest.raises(PermissionError, match=declared.name):
        if isinstance(declared, Statement):
            app.read_now(Nobody(), ask)
        else:
            app.write_now(Nobody(), carry_out)
