"""What doctor looks at in goals: every stored value, status, stay and key is what its causes make."""

from milepost.goals.checks.completion import completion
from milepost.goals.checks.stays import stays
from milepost.goals.checks.texts import texts
from milepost.goals.checks.values import values

CHECKS = (values, completion, stays, texts)
"""In this order: what one mends is the cause of what the next looks at."""
