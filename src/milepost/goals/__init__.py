"""Goals: the tree, measures, entries, lifecycle."""
