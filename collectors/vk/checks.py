"""What a token can do for a source, tried and said in words. Nothing is stored, nothing changes at VK."""

from collections.abc import Callable, Generator, Iterator
from datetime import datetime, timedelta

from collectors.vk import boards, searching, walls
from collectors.vk.batching import EXECUTE
from collectors.vk.client import VkClient
from collectors.vk.errors import COMMENTS_CLOSED, NO_EXECUTE
from collectors.vk.hints import LongPoll
from collectors.vk.pages import number, page_of
from collectors.vk.where import BoardAt, SearchFor, WallAt
from collectors.vk.words import refuse_persons
from core.errors import Gone, McuError, Personal
from core.ports import Finding, bar_of

PLAIN = "ключ сервисный: execute недоступен, комментарии читаются обычными вызовами — полно, но медленнее"


def tried(what: str, call: Callable[[], str]) -> Finding:
    """Whether a call works, and what it tells or why it does not."""
    try:
        return Finding(what, True, call())
    except McuError as error:
        return Finding(what, False, str(error), bar=bar_of(error))


def wall(client: VkClient, at: WallAt, events: LongPoll | None) -> Iterator[Finding]:
    """The community, its posts, their comments, calls in one, and events where a community token is set."""
    owner = yield from _community(client, at.name)
    if not owner:
        return
    posts: list[int] = []

    def shown() -> str:
        page = walls.page(client, owner, count=10)
        posts.extend(each for raw in page.items if (each := number(raw)))
        return f"записей на стене: {page.total}"

    yield tried("записи стены (wall.get)", shown)
    if posts:
        yield tried("комментарии (wall.getComments)", lambda: _comments(client, owner, posts[0]))
    yield execute(client)
    if events:
        yield tried("события (Long Poll)", lambda: _heard(events, -owner))


def board(client: VkClient, at: BoardAt) -> Iterator[Finding]:
    """The community and its discussions."""
    owner = yield from _community(client, at.name)
    if owner:
        yield tried("обсуждения (board.getTopics)", lambda: f"обсуждений: {boards.topics(client, owner).total}")


def search(client: VkClient, wanted: SearchFor, now: datetime) -> Iterator[Finding]:
    """The words, then one search of an hour."""
    lawful = tried("слова поиска", lambda: _lawful(wanted))
    yield lawful
    if lawful.works:
        yield tried("поиск по новостям (newsfeed.search)", lambda: _searched(client, wanted, now))


def execute(client: VkClient) -> Finding:
    """Whether calls can be made in one; where they cannot, nothing is lost but speed."""
    what = "пакеты вызовов (execute)"
    try:
        works = client.call(EXECUTE, {"code": "return 1;"}, shut=NO_EXECUTE) is not None
    except McuError as error:
        return Finding(what, False, str(error))
    return Finding(what, True, "до 25 вызовов в одном") if works else Finding(what, True, PLAIN, note=True)


def _community(client: VkClient, name: str) -> Generator[Finding, None, int]:
    """The finding on a community; returns its owner number, 0 where there is none."""
    known: list[int] = []

    def found() -> str:
        try:
            known.append(walls.owner(client, name))
        except Gone:
            _refuse_person(client, name)
            raise
        return f"номер {-known[0]}"

    yield tried("сообщество (groups.getById)", found)
    return known[0] if known else 0


def _refuse_person(client: VkClient, name: str) -> None:
    """Raises Personal where a name is that of a person's page (utils.resolveScreenName); what cannot be asked is left
    open."""
    try:
        found = client.call("utils.resolveScreenName", {"screen_name": name})
    except McuError:
        return
    if isinstance(found, dict) and found.get("type") == "user":
        raise Personal("ВКонтакте: это личная страница, система читает только сообщества")


def _comments(client: VkClient, owner: int, post: int) -> str:
    answer = client.call(walls.COMMENTS, walls.ask(owner, post), shut=COMMENTS_CLOSED)
    return "у последней записи закрыты" if answer is None else f"у последней записи: {page_of(answer).total}"


def _heard(events: LongPoll, group: int) -> str:
    events.hear(group)
    return "сервер событий назван"


def _lawful(wanted: SearchFor) -> str:
    refuse_persons(wanted.words)
    return "имён людей нет"


def _searched(client: VkClient, wanted: SearchFor, now: datetime) -> str:
    span = int((now - timedelta(hours=1)).timestamp()), int(now.timestamp())
    found = page_of(client.call(searching.SEARCH, searching.asked(wanted, *span)))
    return f"за последний час: {found.total}"
