"""What a user may set: frozen values, read from the environment (`DATELINE_...`) when asked for, never at import.

By the standard library alone: every command reads them, and a library for it would be a quarter of a second before
the first word of an answer.
"""

from __future__ import annotations

import os
import re
from collections.abc import Callable
from dataclasses import dataclass, field
from ipaddress import IPv4Network, IPv6Network, ip_network
from pathlib import Path
from typing import TypeAlias, TypeVar

from platformdirs import user_cache_path

from geo import worldviews
from geo.errors import SettingsError

T = TypeVar("T")
Network: TypeAlias = IPv4Network | IPv6Network

LOG_FORMATS = ("json", "text", "off")


def _variable(name: str, default: Callable[[], T], read: Callable[[str], T], description: str) -> T:
    """A field with the value the environment variable has when the settings are made; unset or empty: `default()`."""

    def value() -> T:
        text = os.environ.get(name, "").strip()
        try:
            return read(text) if text else default()
        except ValueError as error:
            raise SettingsError(f"{name}: {error}") from None

    made: T = field(default_factory=value, metadata={"variable": name, "description": description})
    return made


def _text(name: str, description: str, default: str = "") -> str:
    return _variable(name, lambda: default, str, description)


def _entry_point(text: str) -> str:
    if not re.fullmatch(r"[\w.]+:\w+", text):
        raise ValueError(f"{text!r} is no entry point; write module:attribute, such as mymodels:link")
    return text


def _port(text: str) -> int:
    if not text.isdecimal() or int(text) > 65535:
        raise ValueError(f"{text!r} is no port; write a number from 0 to 65535")
    return int(text)


def _log_format(text: str) -> str:
    if text not in LOG_FORMATS:
        raise ValueError(f"{text!r} is none of {', '.join(LOG_FORMATS)}")
    return text


def _worldview(text: str) -> str:
    return worldviews.worldview(text).view.id


def _truth(text: str) -> bool:
    if text.lower() not in ("yes", "no"):
        raise ValueError(f"{text!r} is neither yes nor no")
    return text.lower() == "yes"


def _networks(text: str) -> str:
    for part in filter(None, map(str.strip, text.split(","))):
        if part != "*":
            ip_network(part, strict=False)  # its ValueError says what was wrong
    return text


def _paths(text: str) -> tuple[Path, ...]:
    """Commas are the same on every platform; what a platform puts between paths (":" or ";") will do too."""
    parts = text.replace(os.pathsep, ",").split(",")
    return tuple(Path(part.strip()).expanduser() for part in parts if part.strip())


def _own_networks(text: str) -> tuple[Network, ...]:
    return tuple(ip_network(part.strip()) for part in text.split(",") if part.strip())


@dataclass(frozen=True, slots=True, kw_only=True)
class Settings:
    """A value given here goes before the environment's. SettingsError names the variable that can't be read."""

    cache_dir: Path = _variable(
        "DATELINE_CACHE_DIR",
        lambda: user_cache_path("dateline"),
        Path,
        "Folder for the built gazetteer and cached answers of online geocoders.",
    )
    gazetteers: tuple[Path, ...] = _variable(
        "DATELINE_GAZETTEERS",
        tuple,
        _paths,
        "Descriptions of your own lists of places (docs/gazetteers.md), with commas between them; asked in this order.",
    )
    store: Path = _variable(
        "DATELINE_STORE", lambda: Path("dateline.gpkg"), Path, "The event store: a GeoPackage file."
    )
    geonames_url: str = _text(
        "DATELINE_GEONAMES_URL",
        "Address of the folder that `dateline gazetteer download geonames` fetches GeoNames' files from.",
        "https://download.geonames.org/export/dump",
    )
    host: str = _text("DATELINE_HOST", "Address the service listens on.", "127.0.0.1")
    port: int = _variable("DATELINE_PORT", lambda: 8000, _port, "Port the service listens on; 0 picks a free one.")
    base_url: str = _text(
        "DATELINE_BASE_URL",
        "Public address of the service for absolute links, such as https://maps.example.org/dateline. "
        "Empty: taken from each request.",
    )
    forwarded_allow: str = _variable(
        "DATELINE_FORWARDED_ALLOW",
        str,
        _networks,
        "Addresses or networks of the proxies that are believed when they say (X-Forwarded-*, Forwarded) who asks and "
        "under which address, with commas between them; * for whoever connects. Empty: nobody is.",
    )
    log: str = _variable(
        "DATELINE_LOG",
        lambda: "json",
        _log_format,
        "How the service logs: json, a line for each request and each error; text, the same for eyes; off, errors only.",
    )
    api_keys: str = _text(
        "DATELINE_API_KEYS",
        "SHA-256 hashes of the keys that may write, in hexadecimal, with commas between them "
        "(printf %s KEY | sha256sum). Empty: nobody may.",
    )
    own_networks: tuple[Network, ...] = _variable(
        "DATELINE_OWN_NETWORKS",
        tuple,
        _own_networks,
        "Private networks that feeds and their articles may be fetched from, such as 10.0.0.0/8, with commas between "
        "them. Empty: only what the internet can reach.",
    )
    recognizer: str = _text(
        "DATELINE_RECOGNIZER",
        "What finds place names: spacy:MODEL or gliner:MODEL, with the extra of that name installed. "
        "Empty: Dateline's own.",
    )
    online_geocoder: str = _text(
        "DATELINE_ONLINE_GEOCODER",
        "geopy service asked for names the offline gazetteer lacks: nominatim, photon, pelias. Empty: none.",
    )
    online_user_agent: str = _text(
        "DATELINE_ONLINE_USER_AGENT",
        "How to introduce yourself to the online geocoder; its rules ask for a name and a contact.",
    )
    online_domain: str = _text(
        "DATELINE_ONLINE_DOMAIN", "Host of your own online geocoder; empty: the service's public one."
    )
    place_linker: str = _variable(
        "DATELINE_PLACE_LINKER",
        str,
        _entry_point,
        "Your own model for where an event took place, as module:attribute (docs/events.md). Empty: the shipped one.",
    )
    event_classifier: str = _variable(
        "DATELINE_EVENT_CLASSIFIER",
        str,
        _entry_point,
        "Your own model for what kind of event it is, as module:attribute (docs/events.md). Empty: the shipped words.",
    )
    show_articles: bool = _variable(
        "DATELINE_SHOW_ARTICLES",
        lambda: True,
        _truth,
        "Whether the service shows whole articles, with what was read in them marked: yes, or no where their publishers "
        "would mind.",
    )
    worldview: str = _variable(
        "DATELINE_WORLDVIEW",
        lambda: worldviews.DE_FACTO,
        _worldview,
        "Whose borders maps draw unless they are asked otherwise (docs/worldviews.md): de-facto, un, or a state's.",
    )
    tile_url: str = _text(
        "DATELINE_TILE_URL",
        "Tile address with {z}/{x}/{y} for a street map under the events. Empty: the shipped boundaries only.",
    )
    tile_attribution: str = _text("DATELINE_TILE_ATTRIBUTION", "Text the tile provider wants shown.")
