"""Readers: files in, Documents and Events out. A bad article or row is a ReadError in its place."""

from geo.readers.paths import read_paths

__all__ = ["read_paths"]
