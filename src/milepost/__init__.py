"""Milepost: the way from an ultimate goal to today's next step."""
