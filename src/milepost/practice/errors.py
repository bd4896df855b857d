"""Failures of practice sessions, with their stable codes."""

from milepost.kernel.errors import NotFound


class NoSuchPracticeSession(NotFound):
    """No such practice session."""

    code = "practice.not-found"
