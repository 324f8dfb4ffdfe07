"""What a trusted proxy says of a request: who asked, and under which address."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from ipaddress import ip_address, ip_network

from starlette.datastructures import Headers, MutableHeaders
from starlette.types import ASGIApp, Receive, Scope, Send

_HOST = re.compile(r"([a-z0-9-]+(\.[a-z0-9-]+)*\.?|\[[0-9a-f:.]+\])(:\d{1,5})?", re.IGNORECASE)
_PREFIX = re.compile(r"(/[\w.~-]+)+", re.ASCII)
# RFC 7239, section 4: pairs of a token and a token or a quoted string; an element ends at a comma.
_PAIR = re.compile(r'\s*([\w-]+)\s*=\s*("(?:[^"\\]|\\.)*"|[^\s",;]*)\s*([;,]|$)|\s*([;,])', re.ASCII)

# What one proxy says: for, proto, host.
Hop = Mapping[str, str]


class Proxies:
    """Those who are believed: a list of addresses and networks with commas, or * for whoever connects."""

    def __init__(self, allowed: str) -> None:
        parts = [part.strip() for part in allowed.split(",") if part.strip()]
        self._all = "*" in parts
        self._networks = [ip_network(part, strict=False) for part in parts if part != "*"]

    def hold(self, address: str) -> bool:
        if self._all:
            return True
        try:
            known = ip_address(address)
        except ValueError:
            return False
        return any(known in network for network in self._networks)

    def outermost(self, hops: Sequence[Hop]) -> Hop:
        """What the proxy said that is farthest from us with none but trusted ones in between: who is farther off may
        have written anything. `hops` as they stand in the header, the nearest proxy's last; {} for none.
        """
        said: Hop = {}
        for said in reversed(hops):
            if self._all or not self.hold(said.get("for", "")):
                break
        return hops[0] if self._all and hops else said


class Forwarded:
    """Scheme, host, root path and client as the proxy had them, if it is one of `allowed` (`Proxies`).

    `Forwarded` (RFC 7239) goes before X-Forwarded-For, -Proto and -Host; X-Forwarded-Prefix is read beside both.
    What has not the form of such a value is passed over.
    """

    def __init__(self, app: ASGIApp, allowed: str) -> None:
        self._app = app
        self._proxies = Proxies(allowed)

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] == "http" and self._proxies.hold((scope.get("client") or ("",))[0]):
            self._believe(scope)
        await self._app(scope, receive, send)

    def _believe(self, scope: Scope) -> None:
        headers = Headers(scope=scope)
        hops = list(_standard(headers)) or list(_customary(headers))
        said = self._proxies.outermost(hops)
        if (proto := said.get("proto", "").lower()) in ("http", "https"):
            scope["scheme"] = proto
        if client := said.get("for", ""):
            scope["client"] = (client, 0)
        if _HOST.fullmatch(host := said.get("host", "")):
            MutableHeaders(scope=scope)["host"] = host
        if _PREFIX.fullmatch(prefix := headers.get("x-forwarded-prefix", "").rstrip("/")):
            scope["root_path"] = prefix


def _standard(headers: Headers) -> Iterator[Hop]:
    """The elements of `Forwarded`; what comes after a slip in it is worth nothing, nor is what came before."""
    text = ",".join(headers.getlist("forwarded"))
    hops: list[dict[str, str]] = [{}]
    end = 0
    while end < len(text):
        if not (pair := _PAIR.match(text, end)):
            return
        end = pair.end()
        if name := pair[1]:
            value = re.sub(r"\\(.)", r"\1", pair[2][1:-1]) if pair[2].startswith('"') else pair[2]
            hops[-1][name.lower()] = _address(value) if name.lower() == "for" else value
        if "," in (pair[3], pair[4]):
            hops.append({})
    yield from (hop for hop in hops if hop)


def _customary(headers: Headers) -> Iterator[Hop]:
    """X-Forwarded-*: lists that each proxy may add to. Some are set by one proxy only: the same for all before it."""
    lists = {
        name: [part.strip() for part in ",".join(given).split(",")]
        for name in ("for", "proto", "host")
        if (given := headers.getlist(f"x-forwarded-{name}"))
    }
    lists["for"] = list(map(_address, lists.get("for", [])))
    for back in range(max(map(len, lists.values())), 0, -1):
        yield {name: values[max(0, len(values) - back)] for name, values in lists.items() if values}


def _address(text: str) -> str:
    """Without its port and brackets: 192.0.2.1:80 and [2001:db8::1]:80 are accepted too. "" for what is no address."""
    bare = text[1:].partition("]")[0] if text.startswith("[") else text
    bare = bare.partition(":")[0] if bare.count(":") == 1 else bare
    try:
        return str(ip_address(bare))
    except ValueError:
        return ""
