"""Whom a request to the web may reach: addresses of the open internet, looked at when the connection stands.

A name may resolve to another address at each asking, so what was asked before is not enough: the connection itself is
looked at, before a byte of the request travels. It is asked before all the same, so that nobody learns by our refusals
which ports of the own network are open.
"""

import socket
from collections.abc import Iterable
from typing import Any

import requests
from requests.adapters import HTTPAdapter
from urllib3.connection import HTTPConnection, HTTPSConnection
from urllib3.connectionpool import HTTPConnectionPool, HTTPSConnectionPool

from core.errors import Denied
from core.outside import is_outside


class Inward(Denied):
    """An address of the own network."""


def _refused(host: str) -> Inward:
    return Inward(f"адрес {host} лежит во внутренней сети: такие сайты читаются только с MCU_SITE_INTERNAL")


def _asked(host: str, port: int | None) -> None:
    """Refuse a name that leads inside. One that resolves to nothing is left to the connection, which says so."""
    try:
        found = socket.getaddrinfo(host.strip("[]"), port, type=socket.SOCK_STREAM)
    except (OSError, UnicodeError):
        return
    if any(not is_outside(str(address[0])) for *_, address in found):
        raise _refused(host)


def _looked_at(host: str, made: socket.socket) -> socket.socket:
    if not is_outside(made.getpeername()[0]):
        made.close()
        raise _refused(host)
    return made


class _Plain(HTTPConnection):
    def _new_conn(self) -> socket.socket:
        _asked(self.host, self.port)
        return _looked_at(self.host, super()._new_conn())


class _Encrypted(HTTPSConnection):
    def _new_conn(self) -> socket.socket:
        _asked(self.host, self.port)
        return _looked_at(self.host, super()._new_conn())


class _PlainPool(HTTPConnectionPool):
    ConnectionCls = _Plain


class _EncryptedPool(HTTPSConnectionPool):
    ConnectionCls = _Encrypted


class OutsideOnly(HTTPAdapter):
    """An adapter of requests that refuses whatever is not of the open internet (Denied)."""

    def init_poolmanager(self, *args: Any, **options: Any) -> None:
        """Pools whose connections look at whom they reached."""
        super().init_poolmanager(*args, **options)
        self.poolmanager.pool_classes_by_scheme = {"http": _PlainPool, "https": _EncryptedPool}


def guard(http: requests.Session, named: Iterable[str] = ()) -> None:
    """Bind a session to the open internet, but for single addresses (`http://host:port`) that are named."""
    for scheme in ("http://", "https://"):
        http.mount(scheme, OutsideOnly())
    for address in named:
        # With the slash: `http://host:80` must not let in `http://host:8080`.
        http.mount(address.rstrip("/") + "/", HTTPAdapter())
