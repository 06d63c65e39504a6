"""A page as a person reads it, and what a person does on it."""

import re
from html.parser import HTMLParser
from typing import Any

from fastapi.testclient import TestClient
from httpx2 import Response

from core import usecases
from core.ports import Batch
from core.posts import Platform, SourceKey
from core.scope import system
from store.ledger import Store
from tests.conftest import NOW
from tests.made import post, views
from tests.unit.api.conftest import PASSWORD, PROFILE, Model

SCOPE = system(PROFILE.code)
PHONE = "+7 900 000-00-00"
HOSTILE = (
    "<script>alert(1)</script>",
    '" onmouseover="alert(1)',
    "\u202eопасно",
    "а" * 100_000,
    "🇷🇺" * 50,
    "</p></article>{{ 7 * 7 }}",
)


class Seen(HTMLParser):
    """What a page holds: visible words, attributes, forms."""

    VOID = frozenset({"input", "meta", "link", "br", "use", "path", "rect", "circle", "img"})

    def __init__(self, text: str) -> None:
        super().__init__()
        self.words: list[str] = []
        self.attributes: list[tuple[str, str, str]] = []
        self.inline_scripts = 0
        self._open: list[str] = []
        self.feed(text)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.attributes += [(tag, name, value or "") for name, value in attrs]
        if tag == "script" and "src" not in dict(attrs):
            self.inline_scripts += 1
        if tag not in self.VOID:
            self._open.append(tag)
        self.words += [value or "" for name, value in attrs if name in {"title", "placeholder", "aria-label", "alt"}]

    def handle_startendtag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.attributes += [(tag, name, value or "") for name, value in attrs]

    def handle_endtag(self, tag: str) -> None:
        if tag in self._open:
            while self._open.pop() != tag:
                pass

    def handle_data(self, data: str) -> None:
        if not {"script", "style"} & set(self._open):
            self.words.append(data)

    @property
    def text(self) -> str:
        return " ".join(" ".join(self.words).split())


def field(answer: Response, name: str) -> str:
    found = re.search(rf'name="{name}" value="([^"]*)"', answer.text)
    assert found, f"нет поля {name}"
    return found[1]


def enter(browser: TestClient, login: str = "monitor", password: str = PASSWORD, **more: str) -> Response:
    guard = field(browser.get("/login"), "guard")
    form = {"login": login, "password": password, "guard": guard, **more}
    return browser.post("/login", data=form, follow_redirects=False)


def numbers(answer: Response) -> list[str]:
    return re.findall(r'id="card-(\d+)"', answer.text)


def decide(browser: TestClient, number: int, line: str = "", **form: Any) -> Response:
    shown = browser.get(f"/cards/{number}")
    given = {"csrf": field(shown, "csrf"), "revision": "1", **form}
    return browser.post(f"/queue/{number}/decision{line}", data=given, follow_redirects=False)


def card(ledger: Store, number: int) -> Any:
    with ledger.read() as work:
        return work.flags.get(SCOPE, number)


def receive(ledger: Store, *texts: str) -> None:
    with ledger.begin() as work:
        posts = [post(100 + n, text, counters=views(3)) for n, text in enumerate(texts)]
        usecases.receive(work, SCOPE, SourceKey(Platform.VK, "wall"), Batch(tuple(posts), {}), NOW)
    usecases.assess(ledger, SCOPE, Model(), NOW)
    usecases.flag(ledger, SCOPE, PROFILE, NOW)
