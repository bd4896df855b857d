"""Goals and sessions of a file beside those of the record: where each may stand, whatever the format."""
