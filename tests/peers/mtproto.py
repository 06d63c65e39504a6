"""An MTProto 2.0 server on loopback, built on Telethon's own TL classes, for clients whose session holds a key.

It speaks the "TCP full" transport, decrypts and encrypts, unpacks containers and wrappers, and hands every request to
a handler that returns a TL object or raises `Rpc`. Sessions are minted here, so no keys are exchanged. Written from
core.telegram.org/mtproto.
"""

import asyncio
import os
import random
import struct
import threading
import time
from collections.abc import Callable
from hashlib import sha256
from typing import Any
from zlib import crc32

from telethon.crypto import AES, AuthKey
from telethon.extensions import BinaryReader
from telethon.network.mtprotostate import MTProtoState
from telethon.sessions import StringSession
from telethon.tl import functions, types
from telethon.tl.core import GzipPacked, MessageContainer

RPC_RESULT = 0xF35C6D01
PACKED_FROM = 4096
"""Longer answers are packed, as Telegram does."""


class Rpc(Exception):
    """Raised by a handler: the server answers rpc_error."""

    def __init__(self, code: int, message: str) -> None:
        super().__init__(code, message)
        self.code, self.message = code, message


class Cut(Exception):
    """Raised instead of an answer: the connection is gone, without a word or behind rubbish bytes."""

    def __init__(self, rubbish: bytes = b"") -> None:
        super().__init__(rubbish)
        self.rubbish = rubbish


UNKNOWN = struct.pack("<I", 0x0BADC0DE) + b"\x01" * 8
"""The beginning of an object that no version of Telethon knows."""


class Server:
    """Listens in a thread of its own. `calls` are the requests; `fail` and its like make the next ones go wrong."""

    def __init__(self) -> None:
        self.calls: list[Any] = []
        self.handlers: dict[type, Callable[[Any], Any]] = {}
        self.keys: dict[int, AuthKey] = {}
        self.salt = random.getrandbits(62)
        self._faults: list[tuple[type, Rpc | Cut | bytes]] = []
        self._lines: set[_Line] = set()
        self._last = 0
        self._loop = asyncio.new_event_loop()
        ready = threading.Event()
        self._thread = threading.Thread(target=self._serve, args=(ready,), daemon=True)
        self._thread.start()
        assert ready.wait(10)

    def __enter__(self) -> "Server":
        return self

    def __exit__(self, *error: object) -> None:
        asyncio.run_coroutine_threadsafe(self._stop(), self._loop).result(10)
        self._loop.call_soon_threadsafe(self._loop.stop)
        self._thread.join(10)
        self._loop.close()

    def mint(self) -> str:
        """The text of a session that leads here and holds a key that this server knows."""
        key = AuthKey(os.urandom(256))
        self.keys[key.key_id] = key
        session = StringSession()
        session.set_dc(2, self.host, self.port)
        session.auth_key = key
        return str(session.save())

    def fail(self, request: type, code: int, message: str, *, times: int = 1) -> None:
        """The next calls of a request answer this error."""
        self._faults += [(request, Rpc(code, message))] * times

    def cut(self, request: type, *, times: int = 1, rubbish: bytes = b"") -> None:
        """The next calls of a request lose their connection."""
        self._faults += [(request, Cut(rubbish))] * times

    def garble(self, request: type, *, times: int = 1) -> None:
        """The next calls of a request are answered by what nobody knows."""
        self._faults += [(request, UNKNOWN)] * times

    def recover(self) -> None:
        """Nothing goes wrong any more."""
        self._faults.clear()

    def called(self, request: type) -> int:
        """How often a request came."""
        return sum(1 for call in self.calls if isinstance(call, request))

    def answer(self, request: Any) -> Any:
        """What a handler says."""
        self.calls.append(request)
        for index, (kind, error) in enumerate(self._faults):
            if isinstance(request, kind):
                del self._faults[index]
                if isinstance(error, bytes):
                    return error
                raise error
        if type(request) not in self.handlers:
            raise Rpc(400, "METHOD_NOT_IMPLEMENTED")
        return self.handlers[type(request)](request)

    def message_id(self, kind: int) -> int:
        """A fresh message id: 1 an answer, 3 a message of the server."""
        now = time.time()
        wanted = (int(now) << 32) | (int((now % 1) * 1e9) & ~3)
        self._last = max(wanted, self._last + 4) & ~3
        return self._last | kind

    def _serve(self, ready: threading.Event) -> None:
        asyncio.set_event_loop(self._loop)
        self._listener = self._loop.run_until_complete(asyncio.start_server(self._accept, "127.0.0.1", 0))
        self.host, self.port = self._listener.sockets[0].getsockname()[:2]
        ready.set()
        self._loop.run_forever()

    async def _accept(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        line = _Line(self, reader, writer)
        self._lines.add(line)
        try:
            await line.run()
        except (asyncio.IncompleteReadError, ConnectionError):
            pass
        finally:
            self._lines.discard(line)
            writer.close()

    async def _stop(self) -> None:
        self._listener.close()
        for line in list(self._lines):
            line.writer.transport.abort()
        await asyncio.sleep(0.01)


class _Line:
    """One connection."""

    def __init__(self, server: Server, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        self.server, self.reader, self.writer = server, reader, writer
        self._sent, self._greeted, self._content = 0, False, 0

    async def run(self) -> None:
        while True:
            head = await self.reader.readexactly(8)
            body = await self.reader.readexactly(struct.unpack("<i", head[:4])[0] - 8)
            self._encrypted(body[:-4])
            await self.writer.drain()

    def _write(self, data: bytes) -> None:
        packet = struct.pack("<ii", len(data) + 12, self._sent) + data
        self._sent += 1
        self.writer.write(packet + struct.pack("<I", crc32(packet)))

    def _encrypted(self, data: bytes) -> None:
        key = self.server.keys.get(struct.unpack("<Q", data[:8])[0])
        if key is None:
            self._write(struct.pack("<i", -404))
            return
        aes = MTProtoState._calc_key(key.key, data[8:24], True)
        plain = AES.decrypt_ige(data[24:], *aes)
        salt, session, number, sequence, length = struct.unpack("<qqqii", plain[:32])
        if not self._greeted:
            self._greeted = True
            self._send(key, session, bytes(types.NewSessionCreated(number, random.getrandbits(62), self.server.salt)))
        if salt != self.server.salt:
            self._send(key, session, bytes(types.BadServerSalt(number, sequence, 48, self.server.salt)), content=False)
            return
        self._object(key, session, number, BinaryReader(plain[32 : 32 + length]).tgread_object())

    def _object(self, key: AuthKey, session: int, number: int, found: Any) -> None:
        if isinstance(found, MessageContainer):
            for message in found.messages:
                self._object(key, session, message.msg_id, message.obj)
        elif isinstance(found, GzipPacked):
            self._object(key, session, number, BinaryReader(found.data).tgread_object())
        elif isinstance(found, (functions.PingRequest, functions.PingDelayDisconnectRequest)):
            self._send(key, session, bytes(types.Pong(number, found.ping_id)), content=False)
        elif not isinstance(found, types.MsgsAck):
            try:
                payload = self._payload(found)
            except Cut as cut:
                self.writer.write(cut.rubbish)
                self.writer.close() if cut.rubbish else self.writer.transport.abort()
                return
            self._send(key, session, struct.pack("<Iq", RPC_RESULT, number) + payload)

    def _payload(self, request: Any) -> bytes:
        while hasattr(request, "query"):
            request = request.query
        try:
            payload = _bytes(self.server.answer(request))
        except Rpc as error:
            payload = bytes(types.RpcError(error.code, error.message))
        packed = payload[:4] == struct.pack("<I", GzipPacked.CONSTRUCTOR_ID)
        return bytes(GzipPacked(payload)) if len(payload) > PACKED_FROM and not packed else payload

    def _send(self, key: AuthKey, session: int, body: bytes, *, content: bool = True) -> None:
        sequence = 2 * self._content + content
        self._content += content
        head = struct.pack("<qqqii", self.server.salt, session, self.server.message_id(1), sequence, len(body))
        plain = head + body
        plain += os.urandom(-(len(plain) + 12) % 16 + 12)
        message_key = sha256(key.key[96:128] + plain).digest()[8:24]
        aes = MTProtoState._calc_key(key.key, message_key, False)
        self._write(struct.pack("<Q", key.key_id) + message_key + AES.encrypt_ige(plain, *aes))


def _bytes(value: Any) -> bytes:
    if isinstance(value, (list, tuple)):
        return struct.pack("<Ii", 0x1CB5C415, len(value)) + b"".join(map(_bytes, value))
    return bytes(value)
