"""The lock against known advisories: what is known is told, and what was not answered is not called good."""

import json
import threading
from collections.abc import Iterator
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

import pytest

from bench.advisories import GOOD, KNOWN, UNASKED, Found, locked, pages, python, verdict

KNOWN_OF = {
    "/pypi/old/1.0/json": {
        "vulnerabilities": [
            {"id": "X-1", "fixed_in": ["1.1"], "withdrawn": None},
            {"id": "X-2", "fixed_in": [], "withdrawn": "2026-01-01T00:00:00Z"},
        ]
    },
    "/pypi/good/2.0/json": {"vulnerabilities": []},
    "/pypi/mute/3.0/json": {"info": {}},
}


class Index(BaseHTTPRequestHandler):
    """An index that knows three packages."""

    def do_GET(self) -> None:
        told = KNOWN_OF.get(self.path)
        self.send_response(200 if told else 404)
        self.end_headers()
        self.wfile.write(json.dumps(told or {}).encode())

    def log_message(self, *said: object) -> None:
        """Say nothing."""


@pytest.fixture
def index() -> Iterator[str]:
    with ThreadingHTTPServer(("127.0.0.1", 0), Index) as server:
        thread = threading.Thread(target=server.serve_forever)
        thread.start()
        yield f"http://127.0.0.1:{server.server_port}"
        server.shutdown()
        thread.join()


def test_what_an_index_knows_is_told_and_what_was_withdrawn_is_not(index: str) -> None:
    found = python(index, [("good", "2.0"), ("old", "1.0")])
    assert found.known == ("old 1.0: X-1, исправлено в 1.1",)
    assert (found.answered, verdict([found])) == (2, KNOWN)


@pytest.mark.parametrize("name", ["mute", "absent"])
def test_silence_is_no_good_news(index: str, name: str) -> None:
    found = python(index, [("good", "2.0"), (name, "3.0")])
    assert (found.answered, verdict([found])) == (1, UNASKED)
    assert "не ответили: индекс 127.0.0.1" in str(found)
    assert verdict([python(index, [("good", "2.0")])]) == GOOD


def test_an_index_that_is_away_is_told_without_its_password() -> None:
    found = python("http://anna:tayna@127.0.0.1:9", [("good", "2.0")])
    assert found.answered == 0
    assert "tayna" not in str(found)


def test_what_npm_says_of_the_pages_is_read() -> None:
    told = {"vulnerabilities": {"leaflet": {"range": "<2", "severity": "high"}}}
    assert pages(json.dumps(told), 4) == Found("npm", 4, 4, ("leaflet <2: high",))
    assert verdict([pages('{"vulnerabilities": {}}', 4)]) == GOOD
    for refused in ('{"message": "405 Method Not Allowed"}', "", "[]", '{"error": {"code": "ENOLOCK"}}'):
        assert verdict([pages(refused, 4)]) == UNASKED


def test_every_line_of_a_lock_is_asked_for() -> None:
    text = "# made by uv\nanyio==4.1.0 \\\n    --hash=sha256:00\ncolorama==0.4 ; sys_platform == 'win32' \\\n"
    assert locked(text) == [("anyio", "4.1.0"), ("colorama", "0.4")]
