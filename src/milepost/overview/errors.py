"""Failures of reads across the wings, with their stable codes."""

from milepost.kernel.errors import Conflict


class TreeTooLarge(Conflict):
    """The tree is too large for one answer.

    A practice session stands under each of its goals, with all that is below it, so a tree can be far
    larger than what is in it.
    """

    code = "overview.tree-too-large"
