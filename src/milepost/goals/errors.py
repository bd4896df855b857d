"""Failures of goals, with their stable codes."""

from milepost.kernel.errors import Conflict, Invalid, NotFound


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


class LevelOrder(Conflict):
    """A goal would not stand below the level above it."""

    code = "goals.level-order"


class Cycle(Conflict):
    """A goal would stand under itself."""

    code = "goals.cycle"


class TooDeep(Invalid):
    """The tree would be more than 64 levels deep."""

    code = "goals.too-deep"


class NotASibling(Conflict):
    """The goal to stand before is not in that place."""

    code = "goals.not-a-sibling"


class NoSuchCategory(NotFound):
    """No such category."""

    code = "categories.not-found"


class CategoryNameTaken(Conflict):
    """A category has this name."""

    code = "categories.name-taken"
