"""The importer of fractal goals: a tree in JSON, nested or in its older flat form."""
