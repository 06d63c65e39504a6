"""A connection is looked at when it stands: a name that was asked before may lead elsewhere by then."""

import socket

import pytest

from collectors.outside import Inward, _looked_at


def test_a_connection_that_ended_inside_is_closed_before_a_byte_travels() -> None:
    """DNS rebinding: whatever the name said when it was asked, the peer is of the own network."""
    with socket.create_server(("127.0.0.1", 0)) as inner:
        inner.settimeout(5)
        made = socket.create_connection(inner.getsockname())
        with pytest.raises(Inward, match="внутренней сети"):
            _looked_at("good.example", made)
        assert made.fileno() == -1
        came, _ = inner.accept()
        with came:
            came.settimeout(5)
            assert came.recv(100) == b""
