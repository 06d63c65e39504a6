"""What belongs to the open internet: addresses that our requests may reach, and links that residents can open."""

import ipaddress
import socket
import unicodedata
from collections.abc import Iterable, Sequence
from urllib.parse import urlsplit

from core.errors import BadInput

_TRANSLATED = ipaddress.ip_network("64:ff9b::/96")
"""IPv4 behind a translator (RFC 6052): the address within it is what is reached."""
_GIVEN_OUT = ipaddress.ip_network("2000::/3")
"""All of IPv6 that is given out to the internet (RFC 4291): what lies beside it (IPv4-compatible, translated within a
site, site-local, of segments) is of somebody's own network, whatever a library says of it."""
INNER = (".local", ".localhost", ".internal", ".intranet", ".lan", ".home.arpa", ".corp", ".home")
"""Ends of names that only an own network knows (RFC 6761, 6762, 8375, and what is usual)."""


def is_outside(address: str) -> bool:
    """Whether an IP address belongs to the open internet: not loopback, private, link-local, shared or reserved."""
    found = ipaddress.ip_address(address.partition("%")[0])
    if isinstance(found, ipaddress.IPv6Address):
        inner = found.ipv4_mapped or found.sixtofour
        if found in _TRANSLATED:
            inner = ipaddress.IPv4Address(int(found) & 0xFFFFFFFF)
        if inner is not None:
            return inner.is_global and not inner.is_multicast
        if found not in _GIVEN_OUT:
            return False
    return found.is_global and not found.is_multicast


def is_public(host: str) -> bool:
    """Whether a host of an address may be one of the open internet, by its spelling alone: nothing is asked.

    >>> [is_public(each) for each in ("vk.com", "localhost", "127.1", "0x7f000001", "[::1]", "portal")]
    [True, False, False, False, False, False]
    """
    # Browsers read full-width figures and letters as the plain ones (UTS 46).
    plain = unicodedata.normalize("NFKC", host).strip("[]").rstrip(".").casefold()
    try:
        return is_outside(plain)
    except ValueError:
        pass
    try:
        # Old spellings of IPv4 (127.1, 2130706433, 0x7f.1), which browsers and libraries still take.
        return is_outside(socket.inet_ntoa(socket.inet_aton(plain)))
    except OSError:
        return "." in plain and not plain.endswith(INNER)


def demand_public(links: Iterable[str], inside: Sequence[str] = ()) -> None:
    """Raise BadInput for a link that residents cannot open; `inside` are addresses (`http://host:port`) that may stand
    all the same: a portal of the own network, a stand-in of the tests."""
    for link in links:
        try:
            parts = urlsplit(link)
            # A port that is none is told only when it is asked for.
            host, odd = parts.hostname or "", "@" in parts.netloc or parts.port == 0
            origin = f"{parts.scheme}://{parts.netloc}"
        except ValueError:
            host, odd, origin = "", True, ""
        if origin in inside:
            continue
        if odd or not host:
            raise BadInput("поле «links»: это не адрес публикации")
        if not is_public(host):
            raise BadInput(f"поле «links»: «{host}» лежит во внутренней сети, жители такую ссылку не откроют")
