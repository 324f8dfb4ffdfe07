"""Filters in CQL2 (OGC 21-065r2): read from text or JSON, checked against what may be asked for, and answered.

`matches` is the meaning; `to_sql` and `to_mask` are tested against it.
"""

from geo.filters.masks import Column, Spots, to_mask
from geo.filters.meaning import Values, matches
from geo.filters.nodes import Filter, Kind, Queryables, boxes
from geo.filters.parsing import parse_json, parse_text
from geo.filters.sql import Columns, Days, Positions, add_functions, ordinal, to_sql

__all__ = [
    "Column",
    "Columns",
    "Days",
    "Filter",
    "Kind",
    "Positions",
    "Queryables",
    "Spots",
    "Values",
    "add_functions",
    "boxes",
    "matches",
    "ordinal",
    "parse_json",
    "parse_text",
    "to_mask",
    "to_sql",
]
