"""A web server on loopback for stand-ins: answers by a function, refuses and stalls as it is told."""

import threading
import time
from collections import deque
from collections.abc import Callable, Mapping
from contextlib import suppress
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

CUT = 0
"""The status of an answer that never comes: the connection is closed instead."""


@dataclass(frozen=True)
class Reply:
    """Status, body, headers; `stall` seconds before the first byte."""

    status: int = 200
    body: bytes = b""
    headers: Mapping[str, str] = field(default_factory=dict)
    stall: float = 0


class Pages:
    """The server; `asked` are (path with query, headers). `then` puts replies before what `answer` would say.

    `robots` is the file of that name, which is asked for apart."""

    def __init__(self, answer: Callable[[str, Mapping[str, str]], Reply]) -> None:
        self._answer = answer
        self.asked: list[tuple[str, dict[str, str]]] = []
        self.robots = Reply(404)
        self.taking: Callable[[str, Mapping[str, str], bytes], Reply] | None = None
        self._faults: deque[Reply] = deque()
        self._server = ThreadingHTTPServer(("127.0.0.1", 0), _handler(self))
        self._server.daemon_threads = True
        self.url = f"http://127.0.0.1:{self._server.server_port}"
        threading.Thread(target=self._server.serve_forever, args=(0.02,), daemon=True).start()

    def close(self) -> None:
        """Stop; later calls find nobody."""
        self._server.shutdown()
        self._server.server_close()

    def then(self, *replies: Reply) -> None:
        """The next calls are answered so."""
        self._faults.extend(replies)

    def forget(self) -> None:
        """Nothing goes wrong any more."""
        self._faults.clear()

    def post(self, path: str, headers: Mapping[str, str], body: bytes) -> Reply:
        """What a call with a body is answered: 405 unless a stand-in says otherwise."""
        self.asked.append((path, dict(headers)))
        taking = self.taking or (lambda *_: Reply(405))
        return self._faults.popleft() if self._faults else taking(path, headers, body)

    def reply(self, path: str, headers: Mapping[str, str]) -> Reply:
        """What a call is answered."""
        if path == "/robots.txt":
            return self.robots
        self.asked.append((path, dict(headers)))
        return self._faults.popleft() if self._faults else self._answer(path, headers)


def _handler(pages: Pages) -> type[BaseHTTPRequestHandler]:
    class Handler(BaseHTTPRequestHandler):
        protocol_version = "HTTP/1.1"

        def handle(self) -> None:
            with suppress(ConnectionResetError):  # a caller that was killed
                super().handle()

        def do_GET(self) -> None:
            self._say(pages.reply(self.path, dict(self.headers.items())))

        def do_POST(self) -> None:
            length = int(self.headers.get("Content-Length", 0))
            body = self.rfile.read(length)
            if len(body) < length:  # its sender died in the middle of it: nothing was asked
                self.close_connection = True
                return
            self._say(pages.post(self.path, dict(self.headers.items()), body))

        def _say(self, reply: Reply) -> None:
            time.sleep(reply.stall)
            if reply.status == CUT:
                self.close_connection = True
                return
            try:
                self.send_response(reply.status)
                for name, value in reply.headers.items():
                    self.send_header(name, value)
                self.send_header("Content-Length", str(len(reply.body)))
                self.end_headers()
                self.wfile.write(reply.body)
            except (BrokenPipeError, ConnectionResetError):
                self.close_connection = True

        def log_message(self, *args: object) -> None:
            """Be quiet."""

    return Handler
