"""What an account can do with a source, in words: asked when a source is added."""

from collections.abc import Callable, Iterator

from collectors.telegram.client import Peer, Reading, TelegramReader
from collectors.telegram.cursor import load
from core.errors import Denied, McuError
from core.ports import Finding, bar_of
from core.posts import Source

SESSION, ADDRESS, MEMBER = "сессия", "канал или группа", "участие"
POSTS, COMMENTS = "публикации", "обсуждение"


def findings(client: TelegramReader, source: Source, name: str) -> Iterator[Finding]:
    """Session, address, membership, posts, discussion; what depends on a failure is not tried."""
    try:
        with client.open() as reading:
            yield from _session(reading)
            yield from _source(reading, source, name)
    except _StoppedError as stopped:
        yield stopped.finding
    except McuError as error:
        yield Finding(SESSION, False, str(error))


class _StoppedError(Exception):
    """Nothing further can be tried."""

    def __init__(self, finding: Finding) -> None:
        super().__init__(finding.text)
        self.finding = finding


def _session(reading: Reading) -> Iterator[Finding]:
    reading.whoami()
    yield Finding(SESSION, True, "вход в Telegram действует")


def _source(reading: Reading, source: Source, name: str) -> Iterator[Finding]:
    walk = load(source.cursor.get("chat"))  # type: ignore[arg-type]  # JSON of our own making
    peer = _tried(ADDRESS, lambda: reading.known(walk.peer) if walk else reading.find(name))
    yield Finding(ADDRESS, True, "канал" if peer.broadcast else "группа")
    yield _member(peer)
    _tried(POSTS, lambda: reading.newest(peer))
    yield Finding(POSTS, True, "читаются")
    if peer.broadcast:
        yield _comments(reading, peer)


def _tried(what: str, call: Callable[[], Peer]) -> Peer:
    try:
        return call()
    except McuError as error:
        raise _StoppedError(Finding(what, False, str(error), bar=bar_of(error))) from error


def _member(peer: Peer) -> Finding:
    if peer.joined:
        return Finding(MEMBER, True, "учётная запись состоит в нём")
    if peer.username:
        return Finding(MEMBER, True, "учётная запись в нём не состоит, но он открыт всем")
    return Finding(MEMBER, False, "учётная запись в нём не состоит: вступите в него с согласия владельца")


def _comments(reading: Reading, channel: Peer) -> Finding:
    try:
        chat = reading.linked(channel)
        if chat is None:
            return Finding(COMMENTS, True, "у канала его нет")
        reading.newest(chat)
    except Denied as denied:
        return Finding(COMMENTS, False, f"не читается: {denied}; вступите в группу обсуждения")
    except McuError as error:
        return Finding(COMMENTS, False, str(error))
    return Finding(COMMENTS, True, "читается")
