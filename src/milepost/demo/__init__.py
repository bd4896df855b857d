"""A person with a believable year, the same on every run of a day: for looking around, and for pictures."""
