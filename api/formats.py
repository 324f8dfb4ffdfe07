"""The formats that items may be had in: pages of GeoJSON and of HTML, and all of `geo.formats`."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import UTC, datetime
from itertools import islice
from operator import methodcaller
from typing import Any

import orjson
from fastapi import Request, Response

from api import answers, params
from api.collections.base import Collection
from api.exports import Export
from api.links import GEOJSON, HTML, JSON, Link, href, link, with_parameters
from api.params import Parameter, Values
from api.service import Service, service
from geo.formats import FORMATS
from geo.formats import Format as ExportFormat
from geo.stores.base import FeaturePage

# Part 2, /req/crs/ogc-crs-header; and what the answer depends on beside its address.
HEADERS = {"Content-Crs": f"<{params.CRS84}>", "Vary": "Accept"}


@dataclass(frozen=True, slots=True)
class Asked:
    """A request for items of a collection, its parameters read."""

    request: Request
    collection: Collection
    values: Values

    @property
    def service(self) -> Service:
        return service(self.request)

    def page(self) -> FeaturePage:
        found = self.collection.search(self.service, self.values)
        return replace(found, features=tuple(self._chosen(found.features))) if "properties" in self.values else found

    def export(self, format: ExportFormat) -> Response:
        """All that match, but for `offset` and a `limit` that was given. A QueryError comes at the call."""
        table = self.collection.table
        if (names := self.values.get("properties")) is not None:
            table = table.only(names)
        return Export(
            self.collection.stream(self.service, self.values),
            lambda items: format.write(self._chosen(self._cut(items)), table),
            {**HEADERS, "Content-Disposition": f'attachment; filename="{table.name}{format.suffix}"'},
            format.media_type,
        )

    def _cut(self, features: Iterable[bytes]) -> Iterable[bytes]:
        if not ({"offset", "limit"} & self.values.keys()):
            return features
        # As it was given: the most that a page may have is no bound for what is never held as a whole.
        limit = int(self.request.query_params["limit"]) if "limit" in self.values else None
        start = self.values.get("offset", 0)
        return islice(features, start, None if limit is None else start + limit)

    def _chosen(self, features: Iterable[bytes]) -> Iterable[bytes]:
        names: Sequence[str] | None = self.values.get("properties")
        return features if names is None else (_only(names, text) for text in features)


def _only(names: Iterable[str], text: bytes) -> bytes:
    """A Feature with no other properties."""
    feature = orjson.loads(text)
    kept = feature["properties"]
    feature["properties"] = {name: kept[name] for name in names if name in kept}
    return orjson.dumps(feature)


@dataclass(frozen=True, slots=True)
class Format:
    """`name` is the value of `f`. `write` answers with a page or a stream; what is wrong with the query it must find before
    it answers. It is called in a thread, unless it is `quick` and so is the search."""

    name: str
    media_type: str
    title: str
    write: Callable[[Asked], Response]
    quick: bool = False


# What comes in pages has a writer of its own.
_EXPORTED = tuple(one for one in FORMATS.values() if one.name != "geojson")


def formats() -> tuple[Format, ...]:
    """The first is for who does not say."""
    return (
        Format("json", GEOJSON, "GeoJSON", _page, quick=True),
        Format("html", HTML, "A page", _html),
        *(Format(one.name, one.media_type, one.title, methodcaller("export", one)) for one in _EXPORTED),
    )


def parameter() -> Parameter:
    names = [one.name for one in formats()]
    about = ", ".join(f"{one.name} ({one.title})" for one in formats())
    return params.choice(
        "f",
        f"The format of the answer: {about}; without it the Accept header decides. json and html come in pages; the rest "
        "is sent while it is read: without a limit, all that match.",
        names,
        names[0],
    )


def properties(collection: Collection) -> Parameter:
    return params.words("properties", "Only these properties of each item.", tuple(collection.properties))


def chosen(request: Request, values: Values) -> Format:
    return answers.wanted(request, values.get("f"), formats())


def _page(asked: Asked) -> Response:
    found = asked.page()
    head = orjson.dumps(
        {
            "type": "FeatureCollection",
            "numberMatched": found.matched,
            "numberReturned": len(found.features),
            "timeStamp": datetime.now(UTC).isoformat(timespec="seconds").replace("+00:00", "Z"),
            "links": page_links(asked, found),
        }
    )
    text = b'%s,"features":[%s]}' % (head[:-1], b",".join(found.features))
    return Response(text, headers=HEADERS, media_type=GEOJSON)


def page_links(asked: Asked, found: FeaturePage) -> list[Link]:
    """self, alternate, next, prev and the collection, with all of the request's parameters; none to where there is no
    page."""
    request, collection = asked.request, asked.collection
    offset, limit = asked.values.get("offset", 0), asked.values.get("limit", params.DEFAULT_LIMIT)

    items = href(request, collection.items_path)
    given, others = request.url.query, with_parameters(request, f=None)

    def to(rel: str, query: str) -> Link:
        return {"rel": rel, "href": f"{items}?{query}" if query else items, "type": GEOJSON}

    links = [to("self", given)]
    for one in formats()[1:]:
        there = {"rel": "alternate", "href": f"{items}?{others}{'&' if others else ''}f={one.name}"}
        links.append(there | {"type": one.media_type, "title": one.title})
    if found.after is not None and "offset" not in asked.values:
        links.append(to("next", with_parameters(request, after=params.after_text(found.after), offset=None)))
    elif found.next is not None:
        links.append(to("next", with_parameters(request, offset=found.next)))
    if offset and "after" not in asked.values:
        links.append(to("prev", with_parameters(request, offset=max(0, offset - limit))))
    return [*links, link(request, "collection", collection.path, JSON, collection.title)]


def _html(asked: Asked) -> Response:
    found = asked.page()
    links = {one["rel"]: one for one in page_links(asked, found)}
    features: list[Mapping[str, Any]] = [orjson.loads(one) for one in found.features]
    columns = [name for name, schema in asked.collection.properties.items() if _plain(schema)]
    return answers.page(
        asked.request,
        "items.html",
        collection=asked.collection,
        features=features,
        columns=columns,
        matched=found.matched,
        links=links,
        json=href(asked.request, asked.collection.items_path, with_parameters(asked.request, f="json")),
        quoted=params.quoted,
    )


def _plain(schema: Mapping[str, Any]) -> bool:
    return schema.get("type") not in ("array", "object")
