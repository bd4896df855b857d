"""Failures of goals, with their stable codes."""

from milepost.kernel.errors import Conflict, NotFound


class NoSuchGoal(NotFound):
    """No such goal."""

    code = "goals.not-found"


class NoSuchEntry(NotFound):
    """No such entry."""

    code = "entries.not-found"


class TitleTaken(Conflict):
    """An open goal has this title."""

    code = "goals.title-taken"


class GoalArchived(Conflict):
    """The goal is archived."""

    code = "goals.archived"


class NoMeasure(Conflict):
    """A milestone takes no entries."""

    code = "goals.no-measure"


class AmountTooLarge(Conflict):
    """The sum would be too large."""

    code = "amount.too-large"


class WrongStatus(Conflict):
    """The goal's status does not allow this."""

    code = "goals.status"
