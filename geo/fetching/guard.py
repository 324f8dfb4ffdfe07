"""Which addresses may be asked: a feed from outside must not make this machine ask its own network (SSRF)."""

from __future__ import annotations

import ipaddress
import socket
from dataclasses import dataclass
from typing import TypeAlias
from urllib.parse import SplitResult, urlsplit

from geo.errors import FetchError
from geo.settings import Network

Address: TypeAlias = ipaddress.IPv4Address | ipaddress.IPv6Address

# Prefixes that carry an IPv4 address inside; a gateway on the way would take such a one to that very machine.
_NAT64 = ipaddress.ip_network("64:ff9b::/96")  # RFC 6052


@dataclass(frozen=True, slots=True)
class Guard:
    """Only what everybody on the internet can reach, and `own` networks besides."""

    own: tuple[Network, ...] = ()

    def split(self, address: str) -> SplitResult:
        """FetchError for what is not http or https, has no host, or names a user."""
        try:
            parts = urlsplit(address)
            _ = parts.port
        except ValueError as error:
            raise FetchError(address, str(error)) from None
        if parts.scheme not in ("http", "https") or not parts.hostname:
            raise FetchError(address, "not an http or https address")
        if parts.username is not None:
            raise FetchError(address, "names a user; such addresses are not asked")
        if not address.isprintable() or " " in address:
            raise FetchError(address, "holds a blank or a control character")
        return parts

    def connect(self, address: str, host: str, port: int, patience: float) -> socket.socket:
        """Connected to one of the host's addresses that may be asked: the very one that was looked at, so that a name
        which means another machine a moment later gains nothing."""
        reason = "its host has no address"
        try:
            found = socket.getaddrinfo(host, port, type=socket.SOCK_STREAM)
        except (OSError, UnicodeError):
            raise FetchError(address, reason, passing=True) from None
        passing = True
        for family, kind, protocol, _, spot in found:
            if not self.allows(ipaddress.ip_address(str(spot[0]).partition("%")[0])):
                reason, passing = "a private address; DATELINE_OWN_NETWORKS names those that may be asked", False
                continue
            made = socket.socket(family, kind, protocol)
            try:
                made.settimeout(patience)
                made.connect(spot)
            except OSError as error:
                made.close()
                reason, passing = error.strerror or str(error), True
            else:
                return made
        raise FetchError(address, reason, passing=passing)

    def allows(self, address: Address) -> bool:
        inner = _inner(address)
        if any(one in network for one in (address, inner) for network in self.own):
            return True
        return all(one.is_global and not one.is_multicast for one in (address, inner))


def _inner(address: Address) -> Address:
    """The IPv4 address that an IPv6 address stands for; any other is its own."""
    if isinstance(address, ipaddress.IPv4Address):
        return address
    if address in _NAT64:
        return ipaddress.IPv4Address(int(address) & 0xFFFFFFFF)
    return address.ipv4_mapped or address.sixtofour or (address.teredo or (None, None))[1] or address
