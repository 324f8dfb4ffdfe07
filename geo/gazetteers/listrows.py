"""Rows of a user's list of places, whatever file it is in: CSV, GeoJSON, GeoPackage, all that pyogrio opens."""

from __future__ import annotations

import csv
import math
from collections.abc import Iterator, Mapping, Sequence
from itertools import zip_longest
from pathlib import Path
from typing import Any, NamedTuple

import geopandas
import numpy as np
import pyogrio
import shapely
from shapely import Geometry

from geo.errors import GazetteerError
from geo.gazetteers.described import Description
from geo.geometry import distance_m

BAD_POSITION = "bad position"
_TEXT = frozenset({".csv", ".tsv", ".txt"})
_WGS84 = "OGC:CRS84"
# Cylindrical equal-area, WGS 84 (EPSG:6933, EASE-Grid 2.0): areas in square metres anywhere.
_EQUAL_AREA = "EPSG:6933"


class BadRow(NamedTuple):
    """`where`: file and line, or the number of the feature. `fault`: in two words; `reason`: in full."""

    where: str
    fault: str
    reason: str

    def __str__(self) -> str:
        return f"{self.where}: {self.fault}: {self.reason}"


class Spot(NamedTuple):
    """(lon, lat) degrees. `radius_m` is that of the circle of a polygon's area, half of a line's extent, else 0."""

    lon: float
    lat: float
    radius_m: float = 0.0


class Row(NamedTuple):
    """`spot` None: the row says nothing of where it is. An empty cell is ""."""

    where: str
    cells: Mapping[str, str]
    spot: Spot | None


def read_rows(description: Description) -> list[Row | BadRow]:
    """A GazetteerError where the file can't be read, or lacks a column that the description names."""
    text = description.file.suffix.lower() in _TEXT
    rows = list(_csv_rows(description.file)) if text else _features(description)
    headers = next((list(row.cells) for row in rows if isinstance(row, Row)), [])
    if not headers:
        raise GazetteerError(f"{description.file}: {rows[0] if rows else 'there are no rows'}")
    for key, header in description.columns.named():
        if header not in headers:
            raise GazetteerError(
                f"{description.file}: there is no column {header!r}, which columns.{key} of its description names; "
                f"there are {', '.join(headers)}"
            )
    if bool(description.columns.lon) != bool(description.columns.lat) or (text and not description.columns.lon):
        raise GazetteerError(f"{description.file}: its description must name two columns: columns.lon, columns.lat")
    return _pointed(rows, description) if description.columns.lon else rows


def _csv_rows(path: Path) -> Iterator[Row | BadRow]:
    try:
        with path.open(encoding="utf-8-sig", newline="") as file:
            header = file.readline()
            # What cuts the header into the most columns; commas in the data mean nothing.
            delimiter = max(",;\t|", key=lambda mark: len(next(csv.reader([header], delimiter=mark), ())))
            file.seek(0)
            table = csv.reader(file, delimiter=delimiter)
            headers = [name.strip() for name in next(table, [])]
            for cells in table:
                where = f"{path.name}, line {table.line_num}"
                if len(cells) > len(headers):
                    reason = f"{len(cells)} instead of {len(headers)}; is a cell with a {delimiter!r} unquoted?"
                    yield BadRow(where, "too many cells", reason)
                elif any(map(str.strip, cells)):
                    pairs = zip_longest(headers, cells, fillvalue="")
                    yield Row(where, {name: cell.strip() for name, cell in pairs if name}, None)
    except UnicodeDecodeError:
        raise GazetteerError(f"{path}: not UTF-8; save it as UTF-8 (in a spreadsheet: CSV UTF-8)") from None
    except (OSError, csv.Error) as error:
        raise GazetteerError(f"{path}: {error}") from None


def _features(description: Description) -> list[Row | BadRow]:
    path = description.file
    try:
        layers = [str(name) for name, _ in pyogrio.list_layers(path)]
        if len(layers) > 1 and not description.layer:
            raise GazetteerError(f"{path}: say which layer its description means: layer = one of {', '.join(layers)}")
        frame = pyogrio.read_dataframe(path, layer=description.layer or None)
    except pyogrio.errors.DataSourceError as error:
        raise GazetteerError(f"{path}: {error}") from None
    except pyogrio.errors.DataLayerError:
        raise GazetteerError(
            f"{path}: there is no layer {description.layer!r}; there are {', '.join(layers)}"
        ) from None
    spots: Sequence[Spot | None] = [None] * len(frame)
    if isinstance(frame, geopandas.GeoDataFrame):
        spots = _spots(frame.geometry.to_numpy(), frame.crs or description.crs)
        frame = frame.drop(columns=frame.geometry.name)
    headers = [str(name) for name in frame.columns]
    return [
        Row(f"{path.name}, feature {number}", dict(zip(headers, map(_cell, values), strict=True)), spot)
        for number, (values, spot) in enumerate(
            zip(frame.itertuples(index=False, name=None), spots, strict=True), start=1
        )
    ]


def _cell(value: Any) -> str:
    """A column of whole numbers that has gaps comes as floats."""
    if value is None or (isinstance(value, float) and math.isnan(value)):
        return ""
    return str(int(value)) if isinstance(value, float) and value.is_integer() else str(value).strip()


def _spots(shapes: Sequence[Geometry | None], crs: Any) -> list[Spot | None]:
    drawn = geopandas.GeoSeries(shapes, crs=crs).to_crs(_WGS84)
    areas = drawn.to_crs(_EQUAL_AREA).area.to_numpy()
    bounds = drawn.bounds.to_numpy()
    with np.errstate(invalid="ignore"):  # what has no position on the globe is told by its row
        points = shapely.point_on_surface(drawn.to_numpy())
    return [
        None if point is None or point.is_empty else Spot(point.x, point.y, _radius_m(area, box))
        for point, area, box in zip(points, areas, bounds, strict=True)
    ]


def _radius_m(area: float, box: Sequence[float]) -> float:
    return math.sqrt(area / math.pi) if area > 0 else distance_m(*box) / 2


def _pointed(rows: list[Row | BadRow], description: Description) -> list[Row | BadRow]:
    """With the positions that two columns give; a row without them keeps that of its geometry."""
    points = [row if isinstance(row, BadRow) else _point(row, description) for row in rows]
    spots = iter(_spots([point for point in points if isinstance(point, Geometry)], description.crs))
    return [
        row._replace(spot=next(spots)) if isinstance(point, Geometry) and isinstance(row, Row) else point or row
        for row, point in zip(rows, points, strict=True)
    ]


def _point(row: Row, description: Description) -> Geometry | BadRow | None:
    numbers = []
    for header in (description.columns.lon, description.columns.lat):
        text = row.cells[header]
        try:
            number = float(text.replace(",", ".") or "nan")  # 47,15 as half of Europe writes it
        except ValueError:
            number = math.nan
        if math.isfinite(number):
            numbers.append(number)
        elif text:
            return BadRow(row.where, BAD_POSITION, f"{header} {text!r} is no number such as 47.15")
    if len(numbers) == 1:
        return BadRow(
            row.where, BAD_POSITION, f"of {description.columns.lon} and {description.columns.lat} one is empty"
        )
    return shapely.Point(numbers) if numbers else None
