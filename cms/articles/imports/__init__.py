"""Takes articles over from a file of JSON lines: see `importing.import_articles`."""
