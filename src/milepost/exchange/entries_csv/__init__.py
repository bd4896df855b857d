"""The importer of a spreadsheet of dates and values: entries of one goal."""
