"""Every change of goals and their entries."""

from milepost.goals.actions.categories import change_category, create_category, delete_category
from milepost.goals.actions.editing import change_goal
from milepost.goals.actions.entries import Logged, change_entry, delete_entry, log_batch, log_progress
from milepost.goals.actions.lifecycle import move_on
from milepost.goals.actions.making import create_goal
from milepost.goals.actions.moving import move_goal
from milepost.goals.actions.removing import bury_entries_under, delete_goal
from milepost.goals.actions.taking_in import take_in

__all__ = [
    "Logged",
    "bury_entries_under",
    "change_category",
    "change_entry",
    "change_goal",
    "create_category",
    "create_goal",
    "delete_category",
    "delete_entry",
    "delete_goal",
    "log_batch",
    "log_progress",
    "move_goal",
    "move_on",
    "take_in",
]
