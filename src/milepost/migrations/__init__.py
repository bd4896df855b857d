"""One linear history of the schema, and the way from any earlier version to this one."""
