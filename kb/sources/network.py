"""Where this program may ask over the network, when a person names an address.

Input: an address. Output: a Target: where to connect to, looked up once, or an error that says why not.
Never: connects; lets a name that was looked up and found public lead to a private address later.
An address that is private, or on this machine, is asked only if a person wrote it there or a setting names its host;
a redirect never leads to one.
"""

import ipaddress
import socket
from collections.abc import Collection
from dataclasses import dataclass
from typing import Final
from urllib.parse import urlsplit

from kb.errors import InputError

_PORTS: Final = {"http": 80, "https": 443}
_NAT64: Final = ipaddress.IPv6Network("64:ff9b::/96")  # RFC 6052
_ASSIGNED: Final = ipaddress.IPv6Network("2000::/3")  # what of IPv6 is given out for the Internet (RFC 4291)
_HERE: Final = frozenset({"localhost", "ip6-localhost"})


class BadAddressError(InputError):
    """An address cannot be asked."""

    code = "bad-address"

    def __init__(self, url: str, reason: str, hint: str = "Give an http or https address.") -> None:
        self.url = url
        self.reason = reason
        super().__init__(f"{url} cannot be asked: {reason}.", hint=hint)


@dataclass(frozen=True, slots=True)
class Target:
    """Where a request goes.

    Attributes:
        url: the address, without user or fragment.
        address: IP address to connect to.
        path: path and query.
        private: whether that address is private, or this machine.
    """

    url: str
    scheme: str
    host: str
    port: int
    address: str
    path: str
    private: bool = False


def target(
    url: str, allowed: Collection[str] = (), *, written: bool = True, here: bool = True, private: bool = False,
    hint: str = "",
) -> Target:  # fmt: skip
    """Return where a request for *url* goes.

    Args:
        url: http or https address.
        allowed: hosts that may be asked though their address is private.
        written: whether a person wrote it; False for where a redirect leads.
        here: whether this machine may be asked where a person wrote so.
        private: whether any private address may be asked.
        hint: what to do about one that may not; "" names the setting reconcile_hosts.

    Raises:
        BadAddressError: it is no such address, its host is unknown, or its address is private.
    """
    try:
        parts = urlsplit(url)
        port = parts.port or _PORTS.get(parts.scheme, 0)
    except ValueError as error:
        raise BadAddressError(url, f"it is no address ({error})") from error
    if parts.scheme not in _PORTS or not parts.hostname:
        raise BadAddressError(url, "it is no http or https address")
    if parts.username is not None or parts.password is not None:
        raise BadAddressError(f"{parts.scheme}://{parts.hostname}", "it holds a user name or a password")
    host = _ascii(url, parts.hostname)
    found = _addresses(url, host, port)
    inside = [one for one in found if is_inside(one)]
    if inside and not private and host not in allowed and not (written and here and _loopback(host)):
        raise BadAddressError(
            url,
            (f"{host} is a private address" if host == str(inside[0]) else f"{host} is the private address {inside[0]}")
            if written
            else f"it was redirected to {host}, which is private",
            hint or f"If that is meant, add {host} to the setting reconcile_hosts.",
        )
    path = (parts.path or "/") + (f"?{parts.query}" if parts.query else "")
    shown = f"{parts.scheme}://{parts.netloc}{path}"
    return Target(shown, parts.scheme, host, port, found[0], path, bool(inside))


def is_inside(address: str) -> bool:
    """Say whether an IP address is none of the public Internet's: private, this machine, link-local, multicast.

    An IPv6 address that carries an IPv4 one (mapped, 6to4, Teredo, NAT64) is where that one is: a gateway leads there.
    """
    one = ipaddress.ip_address(address)
    if isinstance(one, ipaddress.IPv6Address):
        carried = [one.ipv4_mapped, one.sixtofour, *(one.teredo or ())]
        if one in _NAT64:
            carried.append(ipaddress.IPv4Address(int(one) & 0xFFFFFFFF))
        if any(each is not None and is_inside(str(each)) for each in carried):
            return True
        if one not in _ASSIGNED and one not in _NAT64 and one.ipv4_mapped is None:
            return True  # site-local, IPv4-compatible, and others that ipaddress takes for global
    return not one.is_global or one.is_multicast


def _ascii(url: str, host: str) -> str:
    """Return a name as it is looked up, and as Host and TLS have it: "xn--..." for one with other letters."""
    try:
        return host if host.isascii() else host.encode("idna").decode("ascii")
    except UnicodeError as error:
        raise BadAddressError(url, f"{host} is no name of a host") from error


def _addresses(url: str, host: str, port: int) -> list[str]:
    try:
        rows = socket.getaddrinfo(host, port, type=socket.SOCK_STREAM)
    except (OSError, UnicodeError) as error:
        hint = "Check its spelling and whether this machine has a network."
        raise BadAddressError(url, f"nobody knows the host {host}", hint) from error
    return list(dict.fromkeys(str(row[4][0]).partition("%")[0] for row in rows))


def _loopback(host: str) -> bool:
    if host in _HERE:
        return True
    try:
        return ipaddress.ip_address(host).is_loopback
    except ValueError:
        return False
