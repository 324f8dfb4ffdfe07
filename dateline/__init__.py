"""The command line: options in, the rooms' answers out. What takes long to import is imported where it is used."""

from dateline.door import cli, main

__all__ = ["cli", "main"]
