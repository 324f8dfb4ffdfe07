"""Which column of a user's table says what."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, fields

from geo.errors import ReadError

# Headers seen in the wild (ACLED, UCDP GED, GDELT, EM-DAT, USGS and plain spreadsheets), likeliest first.
_COMMON = {
    "place": "place place_name placename location toponym city town locality settlement where where_coordinates "
    "actiongeo_fullname adm_2 admin3 admin2",
    "admin1": "admin1 adm_1 admin1_name province state region governorate oblast",
    "country": "country country_name nation iso2 iso iso3",
    "lon": "lon longitude lng long x actiongeo_long",
    "lat": "lat latitude y actiongeo_lat",
    "date": "date event_date start_date date_start start day sqldate datetime timestamp time when year",
    "end": "end_date date_end end",
    "type": "type event_type eventtype category kind eventcode disaster_type type_of_violence event",
    "subtype": "sub_event_type subtype sub_type mode disaster_subtype",
    "status": "status",
    "title": "title headline source_headline event_name name",
    "text": "quote notes description summary text details",
    "url": "url link source_url sourceurl",
    "id": "id event_id event_id_cnty globaleventid relid disno glide uuid",
    "fatalities": "fatalities deaths killed best total_deaths",
}


@dataclass(frozen=True, slots=True)
class Columns:
    """The header of the column for each thing an event has; "" where the table has none."""

    place: str = ""
    admin1: str = ""
    country: str = ""
    lon: str = ""
    lat: str = ""
    date: str = ""
    end: str = ""
    type: str = ""
    subtype: str = ""
    status: str = ""
    title: str = ""
    text: str = ""
    url: str = ""
    id: str = ""
    fatalities: str = ""

    def __str__(self) -> str:
        """ "place = City, date = When": what to show a user whose columns were guessed."""
        chosen = ((f.name, getattr(self, f.name)) for f in fields(self))
        return ", ".join(f"{name} = {header}" for name, header in chosen if header)


def guess(headers: Sequence[str], chosen: Columns, *, source: str = "-") -> Columns:
    """`chosen` where the user named a column, else by its header. ReadError if a named one is not there."""
    found: dict[str, str] = {}
    for name in _COMMON:
        if header := getattr(chosen, name):
            if header not in headers:
                listed = ", ".join(headers)
                raise ReadError(f"there is no column {header!r} for {name}; there are {listed}", source=source)
            found[name] = header
    plain = {re.sub(r"[\W_]+", "_", header.casefold()).strip("_"): header for header in reversed(headers)}
    for name, common in _COMMON.items():
        taken = found.values()
        likely = (plain[header] for header in common.split() if header in plain and plain[header] not in taken)
        if name not in found and (header := next(likely, "")):
            found[name] = header
    if ("lon" in found) != ("lat" in found):
        half = "lon" if "lon" in found else "lat"
        if getattr(chosen, half):
            raise ReadError(f"{half} is {found[half]}; no column was named or found for the other", source=source)
        del found[half]
    return Columns(**found)
