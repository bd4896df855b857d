"""The importer of our own export: a whole record into an account, with new ids."""
